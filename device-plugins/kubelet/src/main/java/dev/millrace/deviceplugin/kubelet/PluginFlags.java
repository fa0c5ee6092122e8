package dev.millrace.deviceplugin.kubelet;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A plugin's command line: folders by option, and words. */
public final class PluginFlags {
    /** The kubelet's folder of device plugins. */
    public static final String KUBELET = "/var/lib/kubelet/device-plugins";

    private final Map<String, Path> folders = new LinkedHashMap<>();
    private final Set<String> words = new HashSet<>();

    private PluginFlags() {}

    /**
     * Reads a command line.
     *
     * @param known options that take a folder, with their dashes, and words that stand alone
     * @throws IllegalArgumentException with a sentence for the user
     */
    public static PluginFlags parse(Set<String> known, String... arguments) {
        return parse(known, Set.of(), arguments);
    }

    /**
     * Reads a command line.
     *
     * @param switches options that take nothing, with their dashes
     * @throws IllegalArgumentException with a sentence for the user
     */
    public static PluginFlags parse(Set<String> known, Set<String> switches, String... arguments) {
        PluginFlags flags = new PluginFlags();
        for (int i = 0; i < arguments.length; i++) {
            String argument = arguments[i];
            if (argument.equals("--help") || argument.equals("-h")) {
                flags.words.add("--help");
            } else if (switches.contains(argument)) {
                flags.words.add(argument);
            } else if (!known.contains(argument)) {
                throw new IllegalArgumentException("unknown option " + argument);
            } else if (!argument.startsWith("-")) {
                flags.words.add(argument);
            } else if (++i == arguments.length) {
                throw new IllegalArgumentException(argument + " needs a folder");
            } else {
                flags.folders.put(argument, Path.of(arguments[i]));
            }
        }
        return flags;
    }

    public boolean help() {
        return words.contains("--help");
    }

    public boolean has(String word) {
        return words.contains(word);
    }

    public Path folder(String option, String otherwise) {
        return folders.getOrDefault(option, Path.of(otherwise));
    }

    public @Nullable Path optional(String option) {
        return folders.get(option);
    }
}
