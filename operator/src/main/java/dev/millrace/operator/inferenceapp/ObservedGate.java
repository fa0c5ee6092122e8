package dev.millrace.operator.inferenceapp;

import dev.millrace.crds.units.Durations;
import dev.millrace.crds.v1alpha1.ObservedLatency;
import dev.millrace.crds.v1alpha1.Slo;
import dev.millrace.placement.model.AppRef;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Keeps observed figures from being written more than once a minute an app, and when they hardly changed: a status that
 * follows every request would load etcd with noise.
 */
public final class ObservedGate {
    /** Least time between two writes of one app. */
    static final Duration PERIOD = Duration.ofMinutes(1);

    /** Relative change that is worth a write. */
    static final double CHANGE = 0.10;

    private final Map<AppRef, Instant> written = new ConcurrentHashMap<>();

    /** Whether new figures could be written at all now, so that it pays to merge them. */
    public boolean open(AppRef app, Instant now) {
        Instant last = written.get(app);
        return last == null || !now.isBefore(last.plus(PERIOD));
    }

    /**
     * The figures to publish: the new ones if they are worth a write, else those that stand.
     *
     * @param before what stands in the status
     * @param merged what the agents report now; null where it was not merged or is too little
     */
    public @Nullable ObservedLatency pass(
            AppRef app, Slo slo, @Nullable ObservedLatency before, @Nullable ObservedLatency merged, Instant now) {
        if (merged == null || !open(app, now)) {
            return before;
        }
        if (before != null && !changed(slo, before, merged)) {
            return before;
        }
        written.put(app, now);
        return merged;
    }

    /** Forgets an app that was deleted. */
    public void forget(AppRef app) {
        written.remove(app);
    }

    /** Mean, the objective's statistic and the rate count; the far tail of a short window is noise. */
    private static boolean changed(Slo slo, ObservedLatency before, ObservedLatency now) {
        ObjectiveCheck check = ObjectiveCheck.of(slo);
        return differ(before.mean(), now.mean())
                || differ(check.value(before), check.value(now))
                || differ(rate(before), rate(now));
    }

    private static boolean differ(@Nullable String before, @Nullable String now) {
        return differ(before == null ? 0 : Durations.millis(before), now == null ? 0 : Durations.millis(now));
    }

    private static boolean differ(double before, double now) {
        return Math.abs(now - before) > CHANGE * before;
    }

    private static double rate(ObservedLatency observed) {
        return observed.ratePerSecond() == null ? 0 : observed.ratePerSecond();
    }
}
