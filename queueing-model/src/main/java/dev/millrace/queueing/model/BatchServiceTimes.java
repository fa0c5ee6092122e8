package dev.millrace.queueing.model;

import java.util.List;

/**
 * Service time by batch size, as profiled.
 *
 * <p>Between rows mean and cv2 are interpolated linearly; below the smallest row the smallest row holds.
 *
 * @param rows at least one, batch sizes strictly ascending
 */
public record BatchServiceTimes(List<Row> rows) {
    /** Service time of one batch size (1 to 65536), mean 1e-6 to 1e13 ms. */
    public record Row(int batch, ServiceTime time) {
        /** Validates the batch size and the mean. */
        public Row {
            Require.count("batch", batch);
            Require.durationMs("meanMs", time.meanMs());
        }
    }

    /** Validates and copies the rows. */
    public BatchServiceTimes {
        rows = List.copyOf(rows);
        if (rows.isEmpty()) {
            throw new IllegalArgumentException("rows must hold at least one row, but was empty");
        }
        for (int i = 1; i < rows.size(); i++) {
            if (rows.get(i).batch() <= rows.get(i - 1).batch()) {
                throw new IllegalArgumentException("rows must ascend in batch, but batch "
                        + rows.get(i).batch() + " follows " + rows.get(i - 1).batch());
            }
        }
    }

    /** One row for batches of 1. */
    public static BatchServiceTimes single(ServiceTime time) {
        return new BatchServiceTimes(List.of(new Row(1, time)));
    }

    /** Largest profiled batch: no larger one is ever formed. */
    public int largestBatch() {
        return rows.getLast().batch();
    }

    /**
     * Service time of one batch of the given size.
     *
     * @param batch from 1 to {@link #largestBatch()}
     * @throws IllegalArgumentException beyond these bounds
     */
    public ServiceTime at(int batch) {
        if (batch < 1 || batch > largestBatch()) {
            throw new IllegalArgumentException("batch must be within 1.." + largestBatch() + ", but was " + batch);
        }
        Row below = rows.getFirst();
        for (Row row : rows) {
            if (row.batch() >= batch) {
                return row.batch() == batch || batch < below.batch() ? row.time() : between(below, row, batch);
            }
            below = row;
        }
        throw new IllegalStateException("no row for batch " + batch);
    }

    private static ServiceTime between(Row below, Row above, int batch) {
        double weight = (batch - below.batch()) / (double) (above.batch() - below.batch());
        ServiceTime a = below.time();
        ServiceTime b = above.time();
        return new ServiceTime(a.meanMs() + weight * (b.meanMs() - a.meanMs()), a.cv2() + weight * (b.cv2() - a.cv2()));
    }
}
