package dev.millrace.agent.device.emulated;

import dev.millrace.agent.device.ServiceTimes;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.math3.distribution.GammaDistribution;
import org.apache.commons.math3.random.RandomGenerator;

/**
 * Gamma service times with the mean and squared coefficient of variation of a profile's rows, one draw a batch. Between
 * rows both are interpolated linearly; below the smallest row the smallest row holds, beyond the largest the largest.
 */
public final class GammaTimes implements ServiceTimes {
    /**
     * One row of a profile.
     *
     * @param meanNanos time of the whole batch
     * @param cv2 squared coefficient of variation; 0 is deterministic
     */
    public record Row(int batch, double meanNanos, double cv2) {}

    private final List<Row> rows;
    private final RandomGenerator random;
    private final Map<Integer, ServiceTimes> byBatch = new HashMap<>();

    /** Rows in any order, at least one. */
    public GammaTimes(List<Row> rows, RandomGenerator random) {
        if (rows.isEmpty()) {
            throw new IllegalArgumentException("rows is empty; Maybe the profile has no serviceTime");
        }
        this.rows = rows.stream()
                .sorted((a, b) -> Integer.compare(a.batch(), b.batch()))
                .toList();
        this.random = random;
    }

    @Override
    public long drawNanos(int batch) {
        return byBatch.computeIfAbsent(batch, this::distribution).drawNanos(batch);
    }

    /** Largest batch that the profile has a row for. */
    public int largestBatch() {
        return rows.getLast().batch();
    }

    /** Mean and cv2 for a batch of that many requests. */
    public Row at(int batch) {
        Row below = rows.getFirst();
        for (Row row : rows) {
            if (row.batch() == batch) {
                return row;
            }
            if (row.batch() > batch) {
                if (below.batch() >= batch) {
                    return below;
                }
                double part = (double) (batch - below.batch()) / (row.batch() - below.batch());
                return new Row(
                        batch,
                        below.meanNanos() + part * (row.meanNanos() - below.meanNanos()),
                        below.cv2() + part * (row.cv2() - below.cv2()));
            }
            below = row;
        }
        return below;
    }

    private ServiceTimes distribution(int batch) {
        Row row = at(batch);
        if (row.cv2() <= 0) {
            return ServiceTimes.constant(Math.round(row.meanNanos()));
        }
        // Gamma(shape k, scale s) has mean k s and squared coefficient of variation 1 / k.
        GammaDistribution gamma = new GammaDistribution(random, 1 / row.cv2(), row.meanNanos() * row.cv2());
        return ignored -> Math.round(gamma.sample());
    }
}
