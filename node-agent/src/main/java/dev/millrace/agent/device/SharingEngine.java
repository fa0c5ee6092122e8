package dev.millrace.agent.device;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Executions share one processor equally: with n running, each advances at 1/n of its speed alone. Remaining work is
 * brought up to date at each start and end, so between them the next end is known exactly.
 */
public final class SharingEngine implements Engine {
    private final Map<Dispatch, double[]> remainingNanos = new LinkedHashMap<>();
    private long updatedNanos;

    @Override
    public void start(Dispatch dispatch, long atNanos) {
        advance(atNanos);
        remainingNanos.put(dispatch, new double[] {dispatch.drawNanos()});
    }

    @Override
    public long nextEndNanos() {
        if (remainingNanos.isEmpty()) {
            return NONE;
        }
        return updatedNanos + (long) Math.ceil(least() * remainingNanos.size());
    }

    @Override
    public @Nullable Dispatch takeEnded() {
        advance(nextEndNanos());
        double least = least();
        for (Map.Entry<Dispatch, double[]> entry : remainingNanos.entrySet()) {
            if (entry.getValue()[0] <= least) {
                remainingNanos.remove(entry.getKey());
                return entry.getKey();
            }
        }
        return null;
    }

    private void advance(long toNanos) {
        if (!remainingNanos.isEmpty()) {
            double each = (double) (toNanos - updatedNanos) / remainingNanos.size();
            for (double[] remaining : remainingNanos.values()) {
                remaining[0] = Math.max(0, remaining[0] - each);
            }
        }
        updatedNanos = toNanos;
    }

    private double least() {
        double least = Double.POSITIVE_INFINITY;
        for (double[] remaining : remainingNanos.values()) {
            least = Math.min(least, remaining[0]);
        }
        return least;
    }
}
