package dev.millrace.cli.demo;

import dev.millrace.cli.input.BadInputException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where the parts of Millrace lie that the demo runs. */
public record Installation(Path home) {
    /** System property by which the launcher says where the repository is. */
    static final String HOME = "millrace.home";

    /**
     * The repository that {@value #HOME} names, else the one that this program was built in.
     *
     * @throws BadInputException where there is none, or its agent is not built
     */
    public static Installation find() {
        String named = System.getProperty(HOME);
        Path home = named == null ? builtIn() : Path.of(named);
        if (home == null) {
            throw new BadInputException(
                    "demo: no checkout of Millrace around this program. Maybe start it as ./millrace demo");
        }
        Installation installation = new Installation(home);
        for (Path part : List.of(installation.agentJar(), installation.models(), installation.examples())) {
            if (!Files.exists(part)) {
                throw new BadInputException(
                        "demo: " + part + " is missing. Maybe build it: ./mvnw -DskipTests package");
            }
        }
        return installation;
    }

    private static @Nullable Path builtIn() {
        try {
            Path code = Path.of(Installation.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            for (Path folder = code; folder != null; folder = folder.getParent()) {
                if (Files.exists(folder.resolve("examples/demo")) && Files.exists(folder.resolve("node-agent"))) {
                    return folder;
                }
            }
            return null;
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Manifests of the demo. */
    public Path examples() {
        return home.resolve("examples/demo");
    }

    /** Real models that the build unpacked. */
    public Path models() {
        return home.resolve("node-agent/target/models");
    }

    /** Roles of the operator and the agents. */
    public Path rbac() {
        return home.resolve("deploy/rbac");
    }

    private Path operatorJar() {
        return home.resolve("operator/target/quarkus-app/quarkus-run.jar");
    }

    /** What a training run recorded for agents: they start and warm up quicker with it. May be missing. */
    private Path agentCache() {
        return home.resolve("node-agent/target/millrace-agent.aot");
    }

    private Path agentJar() {
        return home.resolve("node-agent/target/quarkus-app/quarkus-run.jar");
    }

    /** The command line of a node agent, with this program's own Java. */
    public List<String> agentCommand(List<String> jvmOptions, List<String> arguments) {
        List<String> options = new ArrayList<>(jvmOptions);
        if (isNewer(agentCache(), agentJar())) {
            // A recording that does not fit after all is left unused, without a word.
            options.addAll(List.of("-XX:AOTCache=" + agentCache(), "-Xlog:aot=off", "-Xlog:cds=off"));
        }
        return command(agentJar(), options, arguments);
    }

    /**
     * The command line of the operator, with this program's own Java.
     *
     * @throws BadInputException where the operator is not built
     */
    public List<String> operatorCommand(List<String> jvmOptions, List<String> arguments) {
        if (!Files.exists(operatorJar())) {
            throw new BadInputException(
                    "demo: " + operatorJar() + " is missing. Maybe build it: ./mvnw -DskipTests package");
        }
        return command(operatorJar(), jvmOptions, arguments);
    }

    private static boolean isNewer(Path file, Path than) {
        return file.toFile().lastModified() > than.toFile().lastModified();
    }

    private static List<String> command(Path jar, List<String> jvmOptions, List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(jvmOptions);
        command.add("-jar");
        command.add(jar.toString());
        command.addAll(arguments);
        return command;
    }
}
