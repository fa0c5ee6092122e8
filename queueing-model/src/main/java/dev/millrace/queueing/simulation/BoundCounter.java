package dev.millrace.queueing.simulation;

/**
 * Watches one bound over the responses of flows that respond alike. Each response scores how far it speaks for the bound:
 * for a quantile 1 - p if it is within the bound and -p if not, for the mean the bound less the response. The bound holds
 * if the expected score is positive; its error follows from the scores of the batches.
 */
final class BoundCounter implements ResponseSink {
    private final boolean mean;
    private final double probability;
    private final double boundMs;
    private double batchScore;
    private long requests;
    private int batches;
    private double sum;
    private double squares;

    /**
     * A counter.
     *
     * @param bound its network latency deducted by {@code networkMs}
     */
    BoundCounter(ResponseBound bound, double networkMs) {
        this.mean = bound.isOnMean();
        this.probability = bound.probability();
        this.boundMs = bound.ms() - networkMs;
    }

    @Override
    public void record(double responseMs) {
        requests++;
        if (mean) {
            batchScore += boundMs - responseMs;
        } else {
            batchScore += responseMs <= boundMs ? 1 - probability : -probability;
        }
    }

    void closeBatch() {
        batches++;
        sum += batchScore;
        squares += batchScore * batchScore;
        batchScore = 0;
    }

    /**
     * Standard errors by which the bound holds (positive) or is missed (negative); 0 where too little was seen. A quantile's
     * error is at least that of independent responses, so that a few without any excess do not pass for certainty.
     */
    double standardErrors() {
        if (batches < 2 || requests == 0) {
            return 0;
        }
        double average = sum / batches;
        double variance = Math.max(0, squares - batches * average * average) * batches / (batches - 1);
        double floor = mean ? 0 : requests * probability * (1 - probability);
        double error = Math.sqrt(Math.max(variance, floor));
        return error > 0 ? sum / error : Math.signum(sum) * Double.MAX_VALUE;
    }
}
