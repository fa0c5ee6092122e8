package dev.millrace.operator.console;

import dev.millrace.cluster.SnapshotBuilder;
import dev.millrace.cluster.SnapshotProblem;
import dev.millrace.cluster.SnapshotResult;
import dev.millrace.crds.manifest.ManifestException;
import dev.millrace.crds.manifest.Problem;
import dev.millrace.crds.v1alpha1.InferenceApp;
import dev.millrace.operator.planning.ClusterView;
import dev.millrace.placement.PlacementSolvers;
import dev.millrace.placement.PlanEvaluation;
import dev.millrace.placement.SolveOptions;
import dev.millrace.placement.model.ClusterSnapshot;
import dev.millrace.placement.model.Plan;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Asks the planner what it would do, on a copy of the cluster. One question at a time: a search takes all it can get. */
@ApplicationScoped
public class WhatIf {
    /** As the planner itself: equal snapshots get equal plans. */
    private static final long SEED = 1;

    private final Pictures pictures;
    private final Duration limit;
    private final Semaphore turn = new Semaphore(1);

    WhatIf(Pictures pictures, @ConfigProperty(name = "millrace.plan.quick") Duration limit) {
        this.pictures = pictures;
        this.limit = limit;
    }

    /** What would happen if those manifests were applied; empty while another question is being answered. */
    Optional<WhatIfDocument> ask(String manifests) {
        if (!turn.tryAcquire()) {
            return Optional.empty();
        }
        try {
            return Optional.of(answer(manifests));
        } finally {
            turn.release();
        }
    }

    private WhatIfDocument answer(String manifests) {
        Picture now = pictures.current();
        WhatIfInput input;
        try {
            input = WhatIfInput.read(manifests, now.view());
        } catch (ManifestException e) {
            return WhatIfDocument.bad(e.problems().stream().map(WhatIf::line).toList());
        }
        if (input.asked().isEmpty()) {
            return WhatIfDocument.bad(List.of("there is no InferenceApp in the input"));
        }
        ClusterView view = input.view();
        SnapshotResult built = SnapshotBuilder.build(
                view.apps(), view.models(), view.profiles(), view.nodes(), view.policies(), view.kubernetesTaints());
        List<String> problems = input.asked().stream()
                .flatMap(app -> built.problemOf(AppList.ref(app)).stream())
                .map(SnapshotProblem::message)
                .toList();
        if (!problems.isEmpty()) {
            return WhatIfDocument.bad(problems);
        }
        return judge(now, built.snapshot(), input.asked());
    }

    /** Without the name of a file: there is none. */
    private static String line(Problem problem) {
        return problem.field() == null ? problem.message() : problem.field() + ": " + problem.message();
    }

    private WhatIfDocument judge(Picture now, ClusterSnapshot snapshot, List<InferenceApp> asked) {
        ClusterSnapshot running = new ClusterSnapshot(
                snapshot.apps(), snapshot.nodes(), snapshot.policy(), now.assignments(), snapshot.disciplines());
        Duration whole = snapshot.policy().solveTime();
        SolveOptions options = new SolveOptions(
                whole.compareTo(limit) < 0 ? whole : limit,
                SEED,
                snapshot.policy().goal(),
                SolveOptions.Order.ARRIVAL);
        Plan plan = PlacementSolvers.named(snapshot.policy().algorithm(), pictures.predictor())
                .solve(running, options, (placed, offered, phase) -> {});
        PlanEvaluation after = pictures.evaluator().evaluate(running, plan.assignments(), plan.disciplines());
        return new Effects(now, running, plan, after).of(asked);
    }
}
