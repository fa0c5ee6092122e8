package dev.millrace.cli.demo.cluster;

import dev.millrace.cli.input.BadInputException;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Where a context is looked for that the user named without naming a file. */
final class UsualKubeconfig {

    private UsualKubeconfig() {}

    static Path find() {
        String variable = System.getenv("KUBECONFIG");
        Stream<String> files = variable == null || variable.isBlank()
                ? Stream.of(System.getProperty("user.home") + "/.kube/config")
                : Stream.of(variable.split(File.pathSeparator));
        return files.filter(file -> !file.isBlank())
                .map(Path::of)
                .filter(Files::isReadable)
                .findFirst()
                .orElseThrow(() -> new BadInputException(
                        "--context: there is no kubeconfig to look in. Maybe name it with --kubeconfig."));
    }
}
