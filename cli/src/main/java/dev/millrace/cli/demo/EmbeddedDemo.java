package dev.millrace.cli.demo;

import dev.millrace.cli.input.BadInputException;
import dev.millrace.cli.load.Endpoint;
import dev.millrace.cli.load.LoadCommand;
import dev.millrace.cli.load.LoadImages;
import dev.millrace.cli.load.LoadResult;
import dev.millrace.cli.load.LoadSession;
import dev.millrace.cli.load.LoadShapes;
import dev.millrace.cli.load.LoadTimes;
import dev.millrace.crds.manifest.ManifestException;
import dev.millrace.crds.manifest.ManifestReader;
import dev.millrace.crds.manifest.Manifests;
import dev.millrace.crds.manifest.Problem;
import dev.millrace.crds.v1alpha1.DeviceStatus;
import dev.millrace.crds.v1alpha1.InferenceNode;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CancellationException;

/** The demo without a cluster: node agents read the planned manifests from files. */
final class EmbeddedDemo {
    private static final Duration SOLVE_TIME = Duration.ofSeconds(4);
    private static final Duration START_LIMIT = Duration.ofSeconds(90);

    /**
     * Small heap, one collector thread and only the quick compiler: three agents and the load share the machine, and what
     * they compute beside waiting shows in the observed times. A process that lives for minutes never earns back what the
     * optimising compiler costs.
     */
    private static final List<String> JVM_OPTIONS =
            List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "--enable-native-access=ALL-UNNAMED");

    private final Installation installation;
    private final LoadTimes times;
    private final long seed;
    private final boolean keep;
    private final PrintWriter progress;

    EmbeddedDemo(Installation installation, LoadTimes times, long seed, boolean keep, PrintWriter progress) {
        this.installation = installation;
        this.times = times;
        this.seed = seed;
        this.keep = keep;
        this.progress = progress;
    }

    /**
     * Runs the demo from planning to cleaning up.
     *
     * @throws BadInputException where the manifests are at fault
     * @throws IOException where an agent does not come up or stops serving
     */
    DemoReport run() throws IOException, InterruptedException {
        long start = System.nanoTime();
        Manifests manifests = manifests(installation);
        DemoPlan plan = DemoPlan.of(
                manifests,
                SOLVE_TIME,
                seed,
                time -> say(start, "the machine is busy: planning again with " + time.toSeconds() + " s"));
        say(
                start,
                "planned " + manifests.apps().size() + " apps on "
                        + manifests.nodes().size() + " nodes: " + plan.plan().placed() + " placed, "
                        + plan.plan().refusals().size() + " refused");
        try (Cleanup cleanup = new Cleanup()) {
            DemoFolder folder = DemoFolder.create(System.getenv(), keep);
            if (!keep) {
                cleanup.add(folder);
            }
            AgentFleet fleet = cleanup.add(new AgentFleet());
            List<Endpoint> endpoints = serve(plan, folder.path(), fleet, start);
            LoadResult load = new LoadSession(
                            plan.snapshot(),
                            LoadShapes.of(manifests.apps(), manifests.models()),
                            LoadImages.of(manifests.apps()),
                            endpoints,
                            times,
                            seed)
                    .run(LoadCommand.progress(times, progress));
            if (keep) {
                leave(fleet, endpoints, folder.path());
            }
            return DemoReport.of(plan, load);
        }
    }

    /** The examples. @throws BadInputException where they are at fault */
    static Manifests manifests(Installation installation) {
        try {
            return ManifestReader.read(List.of(installation.examples()), false, new ByteArrayInputStream(new byte[0]));
        } catch (ManifestException e) {
            throw new BadInputException(
                    e.problems().stream().map(Problem::toString).toList());
        }
    }

    private List<Endpoint> serve(DemoPlan plan, Path folder, AgentFleet fleet, long start)
            throws IOException, InterruptedException {
        Path planned = folder.resolve("nodes.yaml");
        List<String> documents =
                plan.nodes().stream().map(Serialization::asYaml).toList();
        Files.writeString(planned, String.join("", documents));
        List<AgentProcess> agents = new ArrayList<>();
        for (InferenceNode node : plan.nodes()) {
            String name = node.getMetadata().getName();
            AgentProcess agent = fleet.start(name, command(node, planned, folder), folder.resolve(name + ".log"));
            if (agent == null) {
                throw new CancellationException("the demo was stopped");
            }
            agents.add(agent);
        }
        say(start, "started " + agents.size() + " node agents, logs in " + folder);
        List<Endpoint> endpoints = new ArrayList<>();
        for (AgentProcess agent : agents) {
            endpoints.add(new Endpoint(agent.node(), agent.awaitReady(START_LIMIT)));
            say(
                    start,
                    "agent " + agent.node() + " serves at "
                            + endpoints.getLast().url());
        }
        return endpoints;
    }

    private List<String> command(InferenceNode node, Path planned, Path folder) {
        String name = node.getMetadata().getName();
        List<String> arguments = new ArrayList<>(List.of(
                "-f",
                installation.examples().toString(),
                "-f",
                planned.toString(),
                "--node",
                name,
                "--http-port",
                "0",
                "--grpc-port",
                "0",
                "--metrics-port",
                "0",
                "--model-root",
                installation.models().toString(),
                "--state-dir",
                folder.resolve(name).toString()));
        if (!keep) {
            arguments.add("--stop-with-stdin");
        }
        for (DeviceStatus device : node.getStatus().devices()) {
            if (Boolean.TRUE.equals(device.emulated())) {
                arguments.add("--emulate");
                arguments.add(device.name() + "=" + device.type());
            }
        }
        return installation.agentCommand(JVM_OPTIONS, arguments);
    }

    private void leave(AgentFleet fleet, List<Endpoint> endpoints, Path folder) {
        List<String> pids =
                fleet.agents().stream().map(agent -> Long.toString(agent.pid())).toList();
        endpoints.forEach(endpoint -> progress.println(
                "still serving: " + endpoint.node() + " at " + endpoint.url() + "/v2, logs in " + folder));
        progress.println("to stop them: kill " + String.join(" ", pids));
        fleet.release();
    }

    private void say(long start, String what) {
        progress.println(String.format(Locale.ROOT, "demo: %5.1f s  %s", (System.nanoTime() - start) / 1e9, what));
    }
}
