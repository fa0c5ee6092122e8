package dev.millrace.cli.demo.cluster;

import dev.millrace.cli.demo.Installation;
import dev.millrace.crds.v1alpha1.DeviceStatus;
import dev.millrace.crds.v1alpha1.InferenceNode;
import dev.millrace.crds.v1alpha1.InferenceNodeStatus;
import dev.millrace.testbed.Child;
import dev.millrace.testbed.RunFolder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Starts the operator and the agents as processes of the demo's folder. */
final class DemoProcesses {

    /** As in the embedded demo: what these compute beside waiting shows in the observed times. */
    private static final List<String> JVM_OPTIONS =
            List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "--enable-native-access=ALL-UNNAMED");

    private final Installation installation;
    private final DemoTarget target;
    private final RunFolder run;

    DemoProcesses(Installation installation, DemoTarget target) {
        this.installation = installation;
        this.target = target;
        this.run = target.cluster().run();
    }

    Child operator() {
        List<String> arguments = List.of(
                "--kubeconfig", target.operatorKubeconfig().toString(),
                "--namespace", target.systemNamespace(),
                "--http-port", "0");
        return start("operator", installation.operatorCommand(JVM_OPTIONS, arguments));
    }

    /**
     * The agent of a node.
     *
     * @param example what the node is to be: its emulated devices, cores and memory
     */
    Child agent(InferenceNode example) {
        String node = example.getMetadata().getName();
        List<String> arguments = new ArrayList<>(List.of(
                "--kubeconfig",
                target.agentKubeconfig(node).toString(),
                "--namespace",
                target.systemNamespace(),
                "--node",
                node,
                "--bind",
                "127.0.0.1",
                "--http-port",
                "0",
                "--grpc-port",
                "0",
                "--metrics-port",
                "0",
                "--model-root",
                installation.models().toString(),
                "--state-dir",
                run.path().resolve(node).toString()));
        arguments.addAll(hardware(example.getStatus()));
        return start("agent-" + node, installation.agentCommand(JVM_OPTIONS, arguments));
    }

    /** The flags that make an agent be the example's node, whatever this machine is. */
    static List<String> hardware(InferenceNodeStatus status) {
        List<String> flags = new ArrayList<>();
        if (status.cpu() != null) {
            flags.addAll(List.of("--cores", status.cpu().cores().toString()));
        }
        if (status.memory() != null) {
            flags.addAll(List.of("--memory", status.memory()));
        }
        for (DeviceStatus device : status.devices()) {
            if (Boolean.TRUE.equals(device.emulated())) {
                flags.addAll(List.of(
                        "--emulate",
                        device.name() + "=" + device.type() + option("memory", device.memory())
                                + option("onChipMemory", device.onChipMemory())));
            } else {
                flags.addAll(List.of("--cpu", device.name() + "=" + device.type()));
            }
        }
        return flags;
    }

    private static String option(String name, @Nullable String value) {
        return value == null ? "" : "," + name + "=" + value;
    }

    private Child start(String name, List<String> command) {
        return run.start(name, Path.of(command.getFirst()), command.subList(1, command.size()));
    }
}
