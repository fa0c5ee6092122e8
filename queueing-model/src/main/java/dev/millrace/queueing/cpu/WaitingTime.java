package dev.millrace.queueing.cpu;

import dev.millrace.queueing.transform.Complex;
import dev.millrace.queueing.transform.LaplaceTransform;
import dev.millrace.queueing.transform.ServiceMix;

/**
 * Waiting time at a station in order of arrival.
 *
 * @param meanMs mean
 * @param none P(no wait), an atom at 0
 * @param transform E[e^(-zW)], atom included
 * @param exact whether the figures are exact for Poisson arrivals
 */
public record WaitingTime(double meanMs, double none, LaplaceTransform transform, boolean exact) {
    private static final double NEGLIGIBLE = 1e-15;

    /** No wait at all. */
    public static final WaitingTime NONE = new WaitingTime(0, 1, z -> Complex.ONE, true);

    /**
     * Wait in M/G/c: exact for one server (Pollaczek-Khinchine); else Erlang's probability to wait, Kimura's mean and an
     * exponential tail.
     *
     * @param servers c
     * @param work what arrives; load per server below 1
     */
    public static WaitingTime of(int servers, ServiceMix work) {
        double load = work.load() / servers;
        if (!(load < 1)) {
            throw new IllegalArgumentException("load must be below 1, but was " + load);
        }
        if (servers == 1) {
            double mean = work.ratePerMs() * work.secondMoment() / (2 * (1 - load));
            double rate = work.ratePerMs();
            LaplaceTransform transform =
                    z -> z.times(1 - load).dividedBy(z.plus(-rate).plus(work.rateTransform(z)));
            return new WaitingTime(mean, 1 - load, transform, true);
        }
        double s = work.meanMs();
        double cv2 = work.secondMoment() / (s * s) - 1;
        double waits = ErlangDelay.waitProbability(servers, load);
        double mean = ErlangDelay.generalWait(servers, load, s, Math.max(0, cv2));
        if (!(waits > NEGLIGIBLE)) {
            return NONE;
        }
        double tailMs = mean / waits;
        LaplaceTransform transform =
                z -> Complex.ONE.dividedBy(z.times(tailMs).plus(1)).times(waits).plus(1 - waits);
        return new WaitingTime(mean, 1 - waits, transform, false);
    }
}
