package dev.millrace.cli.load;

/** Told every few seconds how a run goes. */
@FunctionalInterface
public interface LoadProgress {
    /**
     * @param secondsMeasured negative during warm-up
     * @param requests measured so far
     * @param failed of these, failed
     */
    void report(double secondsMeasured, long requests, long failed);
}
