package dev.millrace.agent.metrics;

import dev.millrace.agent.device.Copy;
import dev.millrace.agent.device.ExecutionListener;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/** Execution times of the copies of one device by size of the batch, and their switch times, as gauges. Thread-safe. */
final class ServiceMeters implements ExecutionListener {
    private static final double NANOS_PER_SECOND = 1e9;

    private record Key(String model, int batch) {}

    private final MeterRegistry registry;
    private final Tags tags;
    private final Function<Copy, String> model;
    private final Map<Key, Moments> services = new ConcurrentHashMap<>();
    private final Map<String, Moments> switches = new ConcurrentHashMap<>();

    /** @param model name of the model that a copy is of */
    ServiceMeters(MeterRegistry registry, Tags tags, Function<Copy, String> model) {
        this.registry = registry;
        this.tags = tags;
        this.model = model;
    }

    @Override
    public void executed(Copy copy, int batch, long nanos, long switchNanos) {
        String name = model.apply(copy);
        services.computeIfAbsent(new Key(name, batch), this::service).add(nanos / NANOS_PER_SECOND);
        if (switchNanos > 0) {
            switches.computeIfAbsent(name, this::switching).add(switchNanos / NANOS_PER_SECOND);
        }
    }

    private Moments service(Key key) {
        Moments moments = new Moments();
        Tags own = tags.and("model", key.model(), "batch", Integer.toString(key.batch()));
        gauge(
                "millrace.service.time.mean.seconds",
                "Mean execution time of recent batches.",
                own,
                moments,
                Moments::mean);
        gauge(
                "millrace.service.time.cv2",
                "Squared coefficient of variation of the execution time of recent batches.",
                own,
                moments,
                Moments::cv2);
        return moments;
    }

    private Moments switching(String name) {
        Moments moments = new Moments();
        gauge(
                "millrace.switch.time.mean.seconds",
                "Mean time that recent switches took.",
                tags.and("model", name),
                moments,
                Moments::mean);
        return moments;
    }

    private void gauge(String name, String text, Tags own, Moments moments, ToDoubleFunction<Moments> value) {
        Gauge.builder(name, moments, value)
                .description(text)
                .tags(own)
                .strongReference(true)
                .register(registry);
    }
}
