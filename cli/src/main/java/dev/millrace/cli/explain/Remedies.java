package dev.millrace.cli.explain;

import dev.millrace.cli.plan.RememberingPredictor;
import dev.millrace.cli.report.Latencies;
import dev.millrace.placement.model.App;
import dev.millrace.placement.model.ClusterSnapshot;
import dev.millrace.placement.model.DeviceRef;
import dev.millrace.placement.model.Node;
import dev.millrace.placement.model.Slo;
import dev.millrace.queueing.Accuracy;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What would make a refused app fit: fewer requests, a looser objective, a higher priority, one more device. The other apps
 * stay where they are, so each answer is sufficient, not the least change that a new plan could do with. Every answer is
 * confirmed by the accurate predictor. Apps that ask for several replicas get none.
 */
final class Remedies {
    /** Only the nodes that come nearest are looked at. */
    private static final int MOST_NODES = 3;

    private static final int HALVINGS = 7;
    private static final double LEAST_FRACTION = 0.01;
    private static final double STEP_BACK = 0.95;
    private static final double STEP_UP = 1.01;
    private static final int STEPS = 4;
    private static final MathContext DOWN = new MathContext(3, RoundingMode.DOWN);
    private static final MathContext UP = new MathContext(4, RoundingMode.UP);

    /** After that long only what is under way is finished. */
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final ClusterSnapshot snapshot;
    private final Hosting hosting;
    private final App app;
    private final RememberingPredictor predictor;
    private final long endNanos = System.nanoTime() + PATIENCE.toNanos();

    Remedies(ClusterSnapshot snapshot, Hosting hosting, App app, RememberingPredictor predictor) {
        this.snapshot = snapshot;
        this.hosting = hosting.without(app.ref());
        this.app = app;
        this.predictor = predictor;
    }

    /** At most one of each kind but devices, of which there is one for each type that would do. */
    List<Remedy> find(List<Verdict> verdicts) {
        if (app.minReplicas() > 1 || verdicts.stream().anyMatch(Verdict::fits)) {
            return List.of();
        }
        List<NodeTrial> nearest = nearest(verdicts);
        return Stream.of(
                        rate(nearest).stream(),
                        slo(nearest).stream(),
                        new PriorityRemedy(snapshot, app).find(nearest, this::late).stream(),
                        new DeviceRemedies(snapshot, app, predictor).find().stream())
                .flatMap(found -> found)
                .toList();
    }

    private boolean late() {
        return System.nanoTime() - endNanos > 0;
    }

    /** The nodes of the verdicts that name a number, and so a bound that a change could keep. */
    private List<NodeTrial> nearest(List<Verdict> verdicts) {
        List<String> names = verdicts.stream()
                .filter(verdict -> !Double.isNaN(verdict.predicted()))
                .map(verdict -> verdict.device().node())
                .distinct()
                .limit(MOST_NODES)
                .toList();
        List<NodeTrial> trials = new ArrayList<>();
        for (String name : names) {
            for (Node node : snapshot.nodes()) {
                if (node.name().equals(name)) {
                    trials.add(new NodeTrial(snapshot, node, hosting, predictor));
                }
            }
        }
        return trials;
    }

    private Optional<Remedy> rate(List<NodeTrial> trials) {
        return trials.stream().map(this::rate).flatMap(Optional::stream).max(Comparator.comparingDouble(Remedy::value));
    }

    private Optional<Remedy> rate(NodeTrial trial) {
        double asked = app.arrivals().ratePerSecond();
        double fits = asked * LEAST_FRACTION;
        if (late() || place(trial, app.atRate(fits), Accuracy.FAST).isEmpty()) {
            return Optional.empty();
        }
        double tooMuch = asked;
        for (int i = 0; i < HALVINGS && !late(); i++) {
            double middle = (fits + tooMuch) / 2;
            if (place(trial, app.atRate(middle), Accuracy.FAST).isPresent()) {
                fits = middle;
            } else {
                tooMuch = middle;
            }
        }
        for (int step = 0; step < STEPS; step++) {
            double rounded = new BigDecimal(fits).round(DOWN).doubleValue();
            Optional<DeviceRef> device = place(trial, app.atRate(rounded), Accuracy.ACCURATE);
            if (device.isPresent()) {
                String message = "At %s requests/s instead of %s it would fit on %s."
                        .formatted(number(rounded), number(asked), device.get());
                return Optional.of(new Remedy(Remedy.Kind.Rate, rounded, device.get(), null, List.of(), message));
            }
            fits *= STEP_BACK;
        }
        return Optional.empty();
    }

    private Optional<Remedy> slo(List<NodeTrial> trials) {
        return trials.stream().map(this::slo).flatMap(Optional::stream).min(Comparator.comparingDouble(Remedy::value));
    }

    /** The value predicted on the node's best device, or a little more where the value itself has a sampling error. */
    private Optional<Remedy> slo(NodeTrial trial) {
        if (late()) {
            return Optional.empty();
        }
        // With no bound of its own to miss, the app fits where nothing else speaks against it.
        double margin = 1 - snapshot.policy().safetyMargin();
        Optional<Verdict> best = trial.verdicts(loosened(Double.MAX_VALUE / 2), List.of(), Accuracy.ACCURATE).stream()
                .filter(Verdict::fits)
                .min(Comparator.comparingDouble(Verdict::predicted));
        if (best.isEmpty()) {
            return Optional.empty();
        }
        double latencyMs = best.get().predicted() / margin;
        for (int step = 0; step < STEPS; step++) {
            double rounded = new BigDecimal(latencyMs).round(UP).doubleValue();
            Optional<DeviceRef> device = place(trial, loosened(rounded), Accuracy.ACCURATE);
            if (device.isPresent()) {
                String message = "With %s below %s instead of %s it would fit on %s."
                        .formatted(
                                app.slo().objective().label(),
                                Latencies.format(rounded),
                                Latencies.format(app.slo().latencyMs()),
                                device.get());
                return Optional.of(new Remedy(Remedy.Kind.Slo, rounded, device.get(), null, List.of(), message));
            }
            latencyMs *= STEP_UP;
        }
        return Optional.empty();
    }

    private App loosened(double latencyMs) {
        return app.withSlo(new Slo(app.slo().objective(), latencyMs));
    }

    private static Optional<DeviceRef> place(NodeTrial trial, App changed, Accuracy accuracy) {
        return trial.verdicts(changed, List.of(), accuracy).stream()
                .filter(Verdict::fits)
                .map(Verdict::device)
                .findFirst();
    }

    private static String number(double value) {
        return new BigDecimal(value)
                .round(new MathContext(4))
                .stripTrailingZeros()
                .toPlainString();
    }
}
