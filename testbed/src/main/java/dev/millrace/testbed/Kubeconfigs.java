package dev.millrace.testbed;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;

/** Writes kubeconfig files that only their owner may read. */
final class Kubeconfigs {

    private static final String CONTEXT = "millrace-testbed";

    private Kubeconfigs() {}

    /** A complete file for a server with its own certificate authority. */
    static Path write(Path file, String server, byte[] authorityPem, String user, String token, String namespace) {
        String text = """
                apiVersion: v1
                kind: Config
                current-context: %1$s
                contexts:
                - name: %1$s
                  context: {cluster: %1$s, user: "%2$s", namespace: %6$s}
                clusters:
                - name: %1$s
                  cluster:
                    server: %3$s
                    certificate-authority-data: %4$s
                users:
                - name: "%2$s"
                  user:
                    token: %5$s
                """.formatted(
                        CONTEXT, user, server, Base64.getEncoder().encodeToString(authorityPem), token, namespace);
        writePrivate(file, text);
        return file;
    }

    /** The cluster of {@code admin}, seen by another bearer; nothing of the administrator's access remains in the file. */
    static Path withToken(Kubectl admin, Path file, String user, String token, String namespace) {
        copy(admin, file);
        Kubectl edit = new Kubectl(admin.program(), file, null);
        edit.run("config", "delete-user", edit.run("config", "view", "-o", "jsonpath={.users[0].name}"));
        edit.run("config", "set-credentials", user, "--token", token);
        edit.run("config", "set-context", "--current", "--user", user, "--namespace", namespace);
        return file;
    }

    /** The one context that {@code kubectl} uses, with everything it needs, in a file of its own. */
    static Path copy(Kubectl kubectl, Path file) {
        writePrivate(file, kubectl.run("config", "view", "--raw", "--minify", "--flatten"));
        return file;
    }

    private static void writePrivate(Path file, String text) {
        try {
            Files.deleteIfExists(file);
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
