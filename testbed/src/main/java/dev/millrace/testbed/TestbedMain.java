package dev.millrace.testbed;

import dev.millrace.testbed.node.NodesByHand;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;

/** {@code testbed/up} and {@code testbed/down}: a control plane by hand. */
public final class TestbedMain {

    private static final String USAGE = """
            usage: up [--controllers]   start a control plane, print its kubeconfig, and leave it running
                   up --nodes N         with N real nodes too (needs root)
                   down FOLDER          end it; FOLDER is the one that "up" printed
                   build                build the Kubernetes programs and print their folder
            """;

    private TestbedMain() {}

    public static void main(String[] arguments) {
        System.exit(run(List.of(arguments), System.out, System.err));
    }

    static int run(List<String> arguments, PrintStream out, PrintStream err) {
        try {
            switch (arguments) {
                case List<String> a when a.equals(List.of("up")) -> up(ControlPlaneOptions.defaults(), out);
                case List<String> a
                when a.equals(List.of("up", "--controllers")) ->
                    up(ControlPlaneOptions.defaults().withControllers(), out);
                case List<String> a
                when a.size() == 3 && a.getFirst().equals("up") && a.get(1).equals("--nodes") ->
                    NodesByHand.up(Integer.parseInt(a.getLast()), out);
                case List<String> a
                when a.size() == 2 && a.getFirst().equals("down") -> RunFolder.stop(Path.of(a.getLast()), () -> {});
                case List<String> a
                when a.equals(List.of("build")) -> out.println(Programs.obtain().folder());
                default -> {
                    err.print(USAGE);
                    return 2;
                }
            }
            return 0;
        } catch (TestbedException e) {
            err.println("testbed: " + e.getMessage());
            return 1;
        }
    }

    private static void up(ControlPlaneOptions options, PrintStream out) {
        LocalControlPlane plane = ControlPlane.start(options);
        Path folder = plane.run().detach();
        out.println("export KUBECONFIG=" + plane.kubeconfig());
        out.println("# kubectl: " + plane.kubectl().program());
        out.println("# stop it: testbed/down " + folder);
    }
}
