package dev.millrace.operator.metrics;

import io.prometheus.client.Collector.MetricFamilySamples;
import io.prometheus.client.GaugeMetricFamily;
import java.util.Arrays;
import java.util.List;

/** One gauge of a scrape, value by value. */
final class Gauges {
    private final GaugeMetricFamily family;

    Gauges(String name, String help, String... labels) {
        family = new GaugeMetricFamily(name, help, List.of(labels));
    }

    /** Adds a value; NaN is left out. */
    void add(double value, String... labels) {
        if (!Double.isNaN(value)) {
            family.addMetric(Arrays.asList(labels), value);
        }
    }

    MetricFamilySamples family() {
        return family;
    }
}
