package dev.millrace.cli.catalogue;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A figure that devices are compared by. */
enum Metric {
    LATENCY("latency", "Latency (ms)", "Service time of one request, model resident.", Figures::latencyMs),
    THROUGHPUT(
            "throughput",
            "Throughput (1/s)",
            "Requests a second of a device that does nothing else, at the best batch.",
            Figures::throughputPerSecond),
    PER_WATT("per-watt", "Requests per joule", "The same as requests a second for each watt.", Figures::perJoule),
    PER_PRICE("per-price", "Requests a second per 100 of price", "For 100 units of money.", Figures::perPrice);

    final String file;
    final String title;
    final String meaning;
    private final Function<Figures, @Nullable Double> value;

    Metric(String file, String title, String meaning, Function<Figures, @Nullable Double> value) {
        this.file = file;
        this.title = title;
        this.meaning = meaning;
        this.value = value;
    }

    @Nullable Double of(Figures figures) {
        return value.apply(figures);
    }
}
