package dev.millrace.queueing.cases;

import java.util.List;
import java.util.Locale;

/** What a prediction may be off, in per cent, by family of systems: on average over the apps, and for the worst app. */
public enum Limits {
    /** One app on one device: M/D/1, M/G/1, General, Periodic. */
    SINGLE("single app", List.of("single"), 0.25, 0.5, 0.4, 0.8, 0.6, 1.2),
    /** First come first served with switching, co-resident sets. */
    EDGETPU("EdgeTPU, FCFS with switching, co-resident sets", List.of("edgetpu"), 0.25, 0.6, 0.35, 0.9, 0.5, 1.5),
    /** Copies that share a GPU, one request at a time. */
    GPU("GPU, shared copies without batches", List.of("gpu"), 0.5, 1.6, 0.9, 2.8, 1.8, 5.0),
    /** GPUs with batches. */
    BATCH("GPU, batches", List.of("batch"), 0.4, 1.2, 0.8, 2.0, 1.2, 3.2),
    /** CPU stations, alone and before a device. */
    CPU("CPU station and tandem", List.of("cpu", "tandem"), 0.5, 1.5, 0.7, 2.0, 1.2, 3.2),
    /** Cameras and renewal arrivals. */
    PERIODIC("Periodic and General, alone and in mixtures", List.of("periodic"), 0.5, 1.6, 0.7, 2.5, 1.2, 3.5),
    /** Resident copies first. */
    SWAPAWARE("EdgeTPU, SwapAware", List.of("swapaware"), 0.5, 1.6, 0.9, 2.8, 1.8, 5.0),
    /** Apps on several devices. */
    REPLICAS("replicas", List.of("replicas"), 0.6, 1.5, 1.0, 2.5, 1.6, 4.0);

    /** Limits of one figure: average over the apps and worst app, in per cent. */
    public record Limit(double average, double worst) {}

    private final String title;
    private final List<String> families;
    private final Limit mean;
    private final Limit p95;
    private final Limit p99;

    Limits(
            String title,
            List<String> families,
            double mean,
            double worstMean,
            double p95,
            double worstP95,
            double p99,
            double worstP99) {
        this.title = title;
        this.families = families;
        this.mean = new Limit(mean, worstMean);
        this.p95 = new Limit(p95, worstP95);
        this.p99 = new Limit(p99, worstP99);
    }

    /** For people. */
    public String title() {
        return title;
    }

    /** Whether a case is of this family. */
    public boolean covers(PredictionCase each) {
        return families.contains(each.family());
    }

    /** Of the mean response time. */
    public Limit mean() {
        return mean;
    }

    /** Of the 95th percentile. */
    public Limit p95() {
        return p95;
    }

    /** Of the 99th percentile. */
    public Limit p99() {
        return p99;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
