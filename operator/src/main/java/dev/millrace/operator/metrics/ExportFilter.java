package dev.millrace.operator.metrics;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.config.MeterFilterReply;
import io.micrometer.core.instrument.distribution.DistributionStatisticConfig;
import jakarta.inject.Singleton;
import java.util.Set;

/**
 * Makes libraries' meters fit for Prometheus: the controllers' count by controller and kind, not by object, as there are
 * thousands of those; every meter has a help text; units are base units; a histogram has no quantiles beside its buckets.
 */
@Singleton
public class ExportFilter implements MeterFilter {
    private static final String CONTROLLERS = "operator.sdk.";
    private static final Set<String> KEPT = Set.of("controller", "kind", "type", "action", "event", "exception");
    /** In nanoseconds, and named as if it counted something; process.cpu.usage says the same. */
    private static final Set<String> DENIED = Set.of("process.cpu.time", "system.cpu.count");

    ExportFilter() {}

    @Override
    public MeterFilterReply accept(Meter.Id id) {
        return DENIED.contains(id.getName()) ? MeterFilterReply.DENY : MeterFilterReply.NEUTRAL;
    }

    @Override
    public Meter.Id map(Meter.Id id) {
        boolean bounded = !id.getName().startsWith(CONTROLLERS);
        if (bounded && id.getDescription() != null) {
            return id;
        }
        Iterable<Tag> tags = bounded
                ? id.getTags()
                : id.getTags().stream()
                        .filter(tag -> KEPT.contains(tag.getKey()))
                        .toList();
        String description = id.getDescription() == null ? words(id.getName()) : id.getDescription();
        return new Meter.Id(id.getName(), Tags.of(tags), id.getBaseUnit(), description, id.getType());
    }

    @Override
    public DistributionStatisticConfig configure(Meter.Id id, DistributionStatisticConfig config) {
        return id.getName().startsWith(CONTROLLERS)
                ? DistributionStatisticConfig.builder().percentiles().build().merge(config)
                : config;
    }

    private static String words(String name) {
        String words = name.replace('.', ' ').replace('_', ' ');
        return Character.toUpperCase(words.charAt(0)) + words.substring(1);
    }
}
