package dev.millrace.placement.solver;

import dev.millrace.placement.cell.CellEvaluator;
import dev.millrace.placement.model.App;
import dev.millrace.placement.model.Candidate;
import dev.millrace.placement.model.DeviceRef;
import dev.millrace.placement.model.DeviceSpec;
import dev.millrace.placement.model.Node;
import dev.millrace.placement.model.Refusal;
import dev.millrace.placement.model.RefusalReason;
import dev.millrace.placement.model.Toleration;
import dev.millrace.placement.problem.Eligibility;
import dev.millrace.placement.problem.Option;
import dev.millrace.placement.problem.Problem;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;

/** Says for every app that is not hosted which devices came closest and what speaks against each. */
public final class Explainer {
    /** Candidates looked at: those whose load the app would raise least. */
    private static final int MOST_JUDGED = 4;

    private static final int MOST_CANDIDATES = 5;

    private final PlanState state;
    private final Problem problem;
    private final CandidateJudge judge;
    private final Deadline deadline;
    private final Map<Alike, Refusal> found = new ConcurrentHashMap<>();

    /** What all candidates of an app depend on. */
    private record Alike(
            int appClass,
            Map<String, String> nodeSelector,
            List<Toleration> tolerations,
            int minReplicas,
            int dedicated,
            String quota) {}

    /** Explains against the given plan; past the deadline only rules that need no prediction are looked at. */
    public Explainer(PlanState state, CellEvaluator evaluator, Deadline deadline) {
        this.state = state;
        this.problem = state.problem();
        this.judge = new CandidateJudge(state, evaluator, deadline);
        this.deadline = deadline;
    }

    /** One refusal for every app without a place, sorted by app. */
    public List<Refusal> refusals() {
        // Only reads the plan, so that several can be explained at a time; apps that are alike share what was found.
        return IntStream.range(0, problem.apps().size())
                .filter(app -> !state.isHosted(app))
                .parallel()
                .mapToObj(this::likeOthers)
                .sorted(Comparator.comparing(Refusal::app))
                .toList();
    }

    private Refusal likeOthers(int appIndex) {
        App app = problem.apps().get(appIndex);
        Alike alike = new Alike(
                problem.appClass(appIndex),
                app.nodeSelector(),
                app.tolerations(),
                app.minReplicas(),
                app.dedicated() ? appIndex : -1,
                problem.snapshot().policy().quotas().isEmpty() ? "" : app.ref().namespace());
        Refusal known = found.get(alike);
        if (known == null) {
            known = refusal(appIndex);
            found.put(alike, known);
        }
        return new Refusal(app.ref(), known.reason(), known.message(), known.candidates());
    }

    /** Why that app has no place. */
    public Refusal refusal(int appIndex) {
        App app = problem.apps().get(appIndex);
        List<Option> options = problem.options(appIndex);
        if (options.isEmpty()) {
            return ineligible(app);
        }
        int offered = (int)
                options.stream().map(option -> option.site().index()).distinct().count();
        if (offered < app.minReplicas()) {
            String message = app.minReplicas() + " replicas are asked for, and only " + offered
                    + (offered == 1 ? " device is" : " devices are") + " eligible.";
            return new Refusal(app.ref(), RefusalReason.TooFewReplicas, message, List.of());
        }
        List<CandidateJudge.Judged> judged = closest(options, 1.0 / app.minReplicas()).stream()
                .map(option -> judge.judge(option, 1.0 / app.minReplicas()))
                .sorted(Comparator.comparingDouble(CandidateJudge.Judged::excess))
                .limit(MOST_CANDIDATES)
                .toList();
        Candidate best = judged.getFirst().candidate();
        RefusalReason reason = best.reason();
        String message = offered == 1
                ? "The only eligible device, " + best.device() + ", cannot host it: " + best.message()
                : "None of the " + offered + " eligible devices can host it; the closest is " + best.device() + ": "
                        + best.message();
        if (reason == RefusalReason.NotConfirmedInTime && app.minReplicas() > 1) {
            reason = RefusalReason.TooFewReplicas;
            message = app.minReplicas() + " replicas are asked for, and fewer devices can take one each.";
        }
        return new Refusal(
                app.ref(),
                reason,
                message,
                judged.stream().map(CandidateJudge.Judged::candidate).toList());
    }

    /** Those whose load the app would raise least; the first ones where the time is over. */
    private List<Option> closest(List<Option> options, double share) {
        if (deadline.passed()) {
            return options.subList(0, Math.min(MOST_JUDGED, options.size()));
        }
        return options.stream()
                .sorted(Comparator.comparingDouble(option -> state.increase(option, share)))
                .limit(MOST_JUDGED)
                .toList();
    }

    /** No device may host the app at all: the rule that most devices came furthest with. */
    private Refusal ineligible(App app) {
        Map<RefusalReason, Integer> counts = new EnumMap<>(RefusalReason.class);
        List<Candidate> candidates = new ArrayList<>();
        for (Node node : problem.snapshot().nodes()) {
            for (DeviceSpec device : node.devices()) {
                RefusalReason reason = Eligibility.obstacle(app, node, device).orElse(RefusalReason.NoFeasibleDevice);
                counts.merge(reason, 1, Integer::sum);
                candidates.add(new Candidate(
                        new DeviceRef(node.name(), device.name()),
                        "",
                        reason,
                        sentence(reason),
                        null,
                        Double.NaN,
                        Double.NaN));
            }
        }
        boolean profiled =
                app.variants().stream().anyMatch(variant -> !variant.profiles().isEmpty());
        RefusalReason reason = !profiled
                ? RefusalReason.NoProfile
                : counts.keySet().stream()
                        .max(Comparator.comparingInt(STAGES::indexOf))
                        .orElse(RefusalReason.NoFeasibleDevice);
        candidates.sort(Comparator.comparingInt((Candidate candidate) -> -STAGES.indexOf(candidate.reason()))
                .thenComparing(Candidate::device));
        String message = counts.isEmpty()
                ? "The cluster has no devices."
                : "No device may host it: " + reason.phrase() + " on " + counts.getOrDefault(reason, candidates.size())
                        + " of " + candidates.size() + " devices.";
        return new Refusal(
                app.ref(), reason, message, candidates.subList(0, Math.min(MOST_CANDIDATES, candidates.size())));
    }

    /** In the order in which the rules are looked at: the later one breaks, the closer the device came. */
    private static final List<RefusalReason> STAGES = List.of(
            RefusalReason.NoFeasibleDevice,
            RefusalReason.NoProfile,
            RefusalReason.NodeSelectorMismatch,
            RefusalReason.TaintNotTolerated,
            RefusalReason.NodeNotReady,
            RefusalReason.NoHealthyDevice);

    private static String sentence(RefusalReason reason) {
        String phrase = reason.phrase();
        return Character.toUpperCase(phrase.charAt(0)) + phrase.substring(1) + ".";
    }
}
