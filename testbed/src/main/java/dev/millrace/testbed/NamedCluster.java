package dev.millrace.testbed;

import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A cluster of the user's, named by them. Closing it ends our own processes and files and leaves the cluster as it is. */
public final class NamedCluster implements ControlPlane {

    private final Kubectl kubectl;
    private final RunFolder run;

    private NamedCluster(Kubectl kubectl, RunFolder run) {
        this.kubectl = kubectl;
        this.run = run;
    }

    static NamedCluster of(Path kubeconfig, @Nullable String context, Path parent) {
        if (!Files.isReadable(kubeconfig)) {
            throw new TestbedException("no readable kubeconfig " + kubeconfig);
        }
        Path program = Kubectl.anyProgram();
        Kubectl given = new Kubectl(program, kubeconfig.toAbsolutePath(), context);
        RunFolder run = RunFolder.create(parent, "millrace-cluster-");
        try {
            // A file with just the named context serves clients that take no context, too.
            Path own = Kubeconfigs.copy(given, run.path().resolve("kubeconfig"));
            return new NamedCluster(new Kubectl(program, own, null), run);
        } catch (RuntimeException e) {
            run.close();
            throw e;
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
    public RunFolder run() {
        return run;
    }

    @Override
    public void close() {
        run.close();
    }
}
