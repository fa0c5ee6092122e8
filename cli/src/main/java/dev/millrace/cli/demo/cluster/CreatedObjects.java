package dev.millrace.cli.demo.cluster;

import dev.millrace.testbed.Kubectl;
import dev.millrace.testbed.KubectlException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * The cluster-scoped objects that a demo created, in a file beside its kubeconfig, written before each is created: so they
 * can be deleted by this process, or by another when the demo was kept.
 */
final class CreatedObjects {

    private static final String FILE = "created";
    private static final String KUBECONFIG = "kubeconfig";

    private final Kubectl kubectl;
    private final Path file;

    private CreatedObjects(Kubectl kubectl, Path file) {
        this.kubectl = kubectl;
        this.file = file;
    }

    /** Those noted in a demo's folder, which holds the kubeconfig of their cluster too. */
    static CreatedObjects in(Path folder, Path kubectl) {
        return new CreatedObjects(new Kubectl(kubectl, folder.resolve(KUBECONFIG), null), folder.resolve(FILE));
    }

    static boolean notedIn(Path folder) {
        return Files.exists(folder.resolve(FILE));
    }

    void add(String type, String name) {
        try {
            Files.writeString(file, type + " " + name + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Deletes them, the last one first. What is gone already is fine. */
    void delete() {
        if (!Files.exists(file)) {
            return;
        }
        try {
            List<String> lines = Files.readAllLines(file).reversed();
            for (String line : lines) {
                String[] words = line.split(" ");
                deleteOne(words[0], words[1]);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void deleteOne(String type, String name) {
        try {
            kubectl.run("delete", type, name, "--ignore-not-found", "--timeout=60s");
        } catch (KubectlException e) {
            // A kind that never came to be has no objects either; anything else the user has to know.
            if (!e.error().contains("doesn't have a resource type")) {
                System.err.println("millrace: " + type + " " + name + " was not deleted: " + e.error());
            }
        }
    }
}
