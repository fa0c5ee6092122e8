package dev.millrace.operator.metrics;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** How many fields each kind lacks that this operator knows. */
@ApplicationScoped
public class CrdMetrics {
    private final MeterRegistry registry;
    private final Map<String, Integer> missing = new ConcurrentHashMap<>();

    CrdMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    /** The cluster's definition of {@code kind} was compared with this operator's. */
    public void compared(String kind, int missingFields) {
        if (missing.put(kind, missingFields) == null) {
            Gauge.builder("millrace_crd_missing_fields", missing, known -> known.getOrDefault(kind, 0))
                    .description("Fields that this operator knows and the cluster's definition of the kind lacks.")
                    .tag("kind", kind)
                    .strongReference(true)
                    .register(registry);
        }
    }
}
