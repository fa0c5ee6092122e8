package dev.millrace.queueing.simulation;

import java.util.SplittableRandom;

/** All Poisson flows of a node as one merged stream; the flow of each arrival by Walker's alias method. */
final class PoissonSource {
    private final int[] flows;
    private final double[] keep;
    private final int[] alias;
    private final double meanGapMs;
    private final SplittableRandom random;
    private double nextTime;

    /**
     * A merged stream.
     *
     * @param flows indices of the flows
     * @param ratesPerMs their rates
     */
    PoissonSource(int[] flows, double[] ratesPerMs, SplittableRandom random) {
        int n = flows.length;
        this.flows = flows;
        this.random = random;
        this.keep = new double[n];
        this.alias = new int[n];
        double total = 0;
        for (double rate : ratesPerMs) {
            total += rate;
        }
        for (int i = 0; i < n; i++) {
            keep[i] = ratesPerMs[i] / total * n;
            alias[i] = i;
        }
        fillAliases(n);
        this.meanGapMs = 1 / total;
        this.nextTime = n == 0 ? Double.POSITIVE_INFINITY : meanGapMs * random.nextExponential();
    }

    private void fillAliases(int n) {
        boolean[] done = new boolean[n];
        for (int step = 0; step < n; step++) {
            int poor = -1;
            int rich = -1;
            for (int i = 0; i < n; i++) {
                if (!done[i]) {
                    poor = poor < 0 || keep[i] < keep[poor] ? i : poor;
                    rich = rich < 0 || keep[i] > keep[rich] ? i : rich;
                }
            }
            done[poor] = true;
            alias[poor] = rich;
            if (poor != rich) {
                keep[rich] -= 1 - keep[poor];
            }
        }
    }

    double nextTime() {
        return nextTime;
    }

    /** Flow of the arrival at {@link #nextTime()}; draws the following one. */
    int take() {
        nextTime += meanGapMs * random.nextExponential();
        if (flows.length == 1) {
            return flows[0];
        }
        double u = random.nextDouble() * flows.length;
        int cell = (int) u;
        return flows[u - cell < keep[cell] ? cell : alias[cell]];
    }
}
