package dev.millrace.testbed;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A cluster of the user's, named by them. Closing it deletes our own temporary files and nothing else. */
public final class NamedCluster implements ControlPlane {

    private final Kubectl kubectl;
    private final Path folder;

    private NamedCluster(Kubectl kubectl, Path folder) {
        this.kubectl = kubectl;
        this.folder = folder;
    }

    static NamedCluster of(Path kubeconfig, @Nullable String context) {
        if (!Files.isReadable(kubeconfig)) {
            throw new TestbedException("no readable kubeconfig " + kubeconfig);
        }
        Path program = KubectlSearch.onPath().orElseGet(() -> Programs.obtain().path("kubectl"));
        Kubectl given = new Kubectl(program, kubeconfig.toAbsolutePath(), context);
        try {
            Path folder = Files.createTempDirectory("millrace-cluster-");
            // One file with just the named context, so that it holds for every client that takes no context.
            Path own = folder.resolve("kubeconfig");
            Files.createFile(own);
            own.toFile().setReadable(false, false);
            own.toFile().setReadable(true, true);
            Files.writeString(own, given.run("config", "view", "--raw", "--minify", "--flatten"));
            return new NamedCluster(new Kubectl(program, own, null), folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Path kubeconfig() {
        return kubectl.kubeconfig();
    }

    @Override
    public Kubectl kubectl() {
        return kubectl;
    }

    @Override
    public Path folder() {
        return folder;
    }

    @Override
    public void close() {
        Folders.delete(folder);
    }
}
