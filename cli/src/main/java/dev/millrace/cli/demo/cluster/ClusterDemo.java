package dev.millrace.cli.demo.cluster;

import dev.millrace.cli.demo.DemoFolder;
import dev.millrace.cli.demo.DemoPlan;
import dev.millrace.cli.demo.DemoReport;
import dev.millrace.cli.demo.Installation;
import dev.millrace.cli.load.Endpoint;
import dev.millrace.cli.load.LoadCommand;
import dev.millrace.cli.load.LoadImages;
import dev.millrace.cli.load.LoadResult;
import dev.millrace.cli.load.LoadSession;
import dev.millrace.cli.load.LoadShapes;
import dev.millrace.cli.load.LoadTimes;
import dev.millrace.crds.manifest.Manifests;
import dev.millrace.crds.v1alpha1.InferenceNode;
import dev.millrace.testbed.Child;
import dev.millrace.testbed.ControlPlane;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Runs the examples through a cluster: installs the kinds, starts the operator and the agents, applies the apps, waits until
 * the operator has decided on all and the agents serve them, and drives load.
 */
public final class ClusterDemo {

    private static final Duration START_LIMIT = Duration.ofSeconds(180);
    private static final Duration DECISION_LIMIT = Duration.ofSeconds(180);
    private static final long POLL_MS = 250;

    private final Installation installation;
    private final Manifests examples;
    private final LoadTimes times;
    private final long seed;
    private final PrintWriter progress;
    private final long start = System.nanoTime();

    public ClusterDemo(
            Installation installation, Manifests examples, LoadTimes times, long seed, PrintWriter progress) {
        this.installation = installation;
        this.examples = examples;
        this.times = times;
        this.seed = seed;
        this.progress = progress;
    }

    /**
     * Runs it on a control plane of its own, or on the cluster that the user named.
     *
     * @param kubeconfig with the named cluster; null for the usual one if there is a context, else for a control plane of
     *     its own
     * @param context of that file; null for its current one
     * @param keep whether it is all to go on running at the end
     * @param show is handed the result before what runs ends, or is let go
     * @throws IOException where a part does not come up, or the operator does not decide on all apps
     */
    public DemoReport run(
            @Nullable String kubeconfig, @Nullable String context, boolean keep, Consumer<DemoReport> show)
            throws IOException, InterruptedException {
        DemoTarget target = open(kubeconfig, context);
        try (ControlPlane cluster = target.cluster()) {
            DemoReport report = runUnlessStopped(target);
            show.accept(report);
            if (keep) {
                KeptDemo.leave(target, examples, installation, progress);
            }
            return report;
        }
    }

    /** A signal closes the cluster under our feet: whatever then fails is no fault worth telling. */
    private DemoReport runUnlessStopped(DemoTarget target) throws IOException, InterruptedException {
        try {
            return run(target);
        } catch (IOException | RuntimeException e) {
            if (target.cluster().run().closed()) {
                throw new CancellationException("the demo was stopped");
            }
            throw e;
        }
    }

    private DemoTarget open(@Nullable String kubeconfig, @Nullable String context) {
        Path demos = DemoFolder.demos(System.getenv());
        if (kubeconfig == null && context == null) {
            say("starting a Kubernetes control plane (built on first use, which takes minutes)");
            return OwnControlPlane.start(demos, installation.rbac());
        }
        Path file = kubeconfig == null ? UsualKubeconfig.find() : Path.of(kubeconfig);
        return NamedTarget.connect(file, context, demos);
    }

    /**
     * Runs it on a cluster. What it started there ends with {@code target}.
     *
     * @throws IOException where a part does not come up, or the operator does not decide on all apps
     */
    private DemoReport run(DemoTarget target) throws IOException, InterruptedException {
        say("the API server is ready: export KUBECONFIG=" + target.cluster().kubeconfig());
        List<String> nodes = examples.nodes().stream()
                .map(node -> node.getMetadata().getName())
                .toList();
        target.install(nodes);
        say("installed the kinds of millrace.dev, and roles for the operator and the agents");

        startProcesses(target);
        applyExamples(target);
        try (LiveObjects live = new LiveObjects(target.cluster().kubeconfig())) {
            AppDecisions decisions = awaitDecisions(live);
            Manifests objects = live.all();
            DemoPlan plan = DemoPlan.running(objects, decisions.refusals());
            LoadResult load = new LoadSession(
                            plan.snapshot(),
                            LoadShapes.of(objects.apps(), objects.models()),
                            LoadImages.of(objects.apps()),
                            endpoints(objects.nodes()),
                            times,
                            seed)
                    .run(LoadCommand.progress(times, progress));
            return DemoReport.of(plan, load);
        }
    }

    private void startProcesses(DemoTarget target) throws IOException, InterruptedException {
        DemoProcesses processes = new DemoProcesses(installation, target);
        List<Child> started = new ArrayList<>();
        started.add(processes.operator());
        examples.nodes().forEach(node -> started.add(processes.agent(node)));
        say("started the operator and " + examples.nodes().size() + " node agents, logs in "
                + target.cluster().folder());
        for (Child child : started) {
            ReadyLine.await(child, START_LIMIT);
            say(child.name() + " is ready");
        }
    }

    private void applyExamples(DemoTarget target) {
        ExampleObjects objects = ExampleObjects.of(examples, target::namespaceFor);
        target.apply(objects.namespaces());
        target.apply(objects.profiles());
        target.apply(objects.models());
        target.apply(objects.apps());
        say("kubectl applied " + objects.profiles().size() + " profiles, "
                + objects.models().size() + " models and " + objects.apps().size() + " apps");
    }

    private AppDecisions awaitDecisions(LiveObjects live) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + DECISION_LIMIT.toNanos();
        String said = "";
        while (true) {
            AppDecisions decisions = AppDecisions.of(live.apps());
            String state = decisions.ready().size() + " apps ready, "
                    + decisions.refused().size() + " refused, "
                    + decisions.pending().size() + " on their way";
            if (!state.equals(said)) {
                say(state);
                said = state;
            }
            if (decisions.pending().isEmpty()) {
                return decisions;
            }
            if (System.nanoTime() > deadline) {
                List<String> waiting =
                        decisions.pending().stream().map(AppDecisions::describe).toList();
                throw new IOException(
                        "not decided within " + DECISION_LIMIT.toSeconds() + " s: " + String.join("; ", waiting));
            }
            Thread.sleep(POLL_MS);
        }
    }

    private static List<Endpoint> endpoints(List<InferenceNode> nodes) {
        return nodes.stream()
                .filter(node -> node.getStatus() != null && node.getStatus().agent() != null)
                .map(node -> new Endpoint(
                        node.getMetadata().getName(),
                        URI.create("http://" + node.getStatus().agent().address() + ":"
                                + node.getStatus().agent().httpPort())))
                .toList();
    }

    private void say(String what) {
        progress.println(String.format(Locale.ROOT, "demo: %5.1f s  %s", (System.nanoTime() - start) / 1e9, what));
    }
}
