package dev.millrace.cli.demo.cluster;

import dev.millrace.cli.demo.DemoFolder;
import dev.millrace.cli.demo.Installation;
import dev.millrace.crds.manifest.Manifests;
import dev.millrace.testbed.Kubectl;
import dev.millrace.testbed.RunFolder;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;

/** Demos on a cluster that go on running after the command has ended. */
public final class KeptDemo {

    private KeptDemo() {}

    /** Lets go of the demo, and says what to try and how to stop it. */
    static void leave(DemoTarget target, Manifests examples, Installation installation, PrintWriter out) {
        Path program = target.cluster().kubectl().program();
        Path kubeconfig = target.cluster().kubeconfig();
        var first = examples.apps().getFirst().getMetadata();
        Path folder = target.cluster().run().detach();

        out.println();
        out.println("The demo goes on running. Try:");
        out.println("  export KUBECONFIG=" + kubeconfig);
        if (!Kubectl.onPath()) {
            out.println("  export PATH=\"$PATH:" + program.getParent() + "\"");
        }
        out.println("  kubectl get iapp -A");
        out.println("  kubectl explain iapp.spec.slo");
        out.println("  kubectl wait --for=condition=Ready iapp/" + first.getName() + " -n " + first.getNamespace());
        out.println("  kubectl apply -f " + installation.home().resolve("examples/extra-app.yaml"));
        out.println("Logs: " + folder);
        out.println("Stop it: millrace demo --stop");
        out.flush();
    }

    /**
     * Ends all kept demos: their processes, what they created on a named cluster, and their folders.
     *
     * @return the folders
     */
    public static List<Path> stopAll() {
        List<Path> folders = RunFolder.detachedIn(DemoFolder.demos(System.getenv()));
        for (Path folder : folders) {
            RunFolder.stop(folder, () -> {
                if (CreatedObjects.notedIn(folder)) {
                    CreatedObjects.in(folder, Kubectl.anyProgram()).delete();
                }
            });
        }
        return folders;
    }
}
