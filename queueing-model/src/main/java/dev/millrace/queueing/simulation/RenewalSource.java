package dev.millrace.queueing.simulation;

import dev.millrace.queueing.model.ArrivalProcess;
import java.util.SplittableRandom;

/** A periodic or general stream; each request draws its branch by the shares, or goes to another node. */
final class RenewalSource {
    private static final int ELSEWHERE = -1;

    private final ArrivalProcess process;
    private final Sampler gaps;
    private final int[] flows;
    private final double[] shares;
    private final SplittableRandom random;
    private double nextTime;

    RenewalSource(ArrivalProcess process, int[] flows, double[] shares, SplittableRandom random) {
        this.process = process;
        this.gaps = Sampler.gamma(1 / process.ratePerMs(), process.cv2());
        this.flows = flows;
        this.shares = shares;
        this.random = random;
        this.nextTime = random.nextDouble() / process.ratePerMs();
    }

    boolean isPeriodic() {
        return process.kind() == ArrivalProcess.Kind.PERIODIC;
    }

    double nextTime() {
        return nextTime;
    }

    /** Shifts a periodic stream: its next arrival follows {@code now} by {@code phase} periods, phase in [0, 1). */
    void shift(double now, double phase) {
        nextTime = now + phase / process.ratePerMs();
    }

    /** Flow of the arrival at {@link #nextTime()}, negative if it goes to another node; draws the following one. */
    int take() {
        nextTime += gaps.sample(random);
        if (flows.length == 1 && shares[0] >= 1) {
            return flows[0];
        }
        double u = random.nextDouble();
        for (int i = 0; i < flows.length; i++) {
            u -= shares[i];
            if (u < 0) {
                return flows[i];
            }
        }
        return ELSEWHERE;
    }
}
