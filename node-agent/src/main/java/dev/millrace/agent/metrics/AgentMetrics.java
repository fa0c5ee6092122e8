package dev.millrace.agent.metrics;

import dev.millrace.agent.device.Copy;
import dev.millrace.agent.device.Station;
import dev.millrace.agent.serving.AppId;
import dev.millrace.agent.tensor.Fault;
import dev.millrace.agent.tracing.ExemplarContext;
import dev.millrace.agent.tracing.RequestTracing;
import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.LongSupplier;

/** The metrics of one agent. Thread-safe. */
public final class AgentMetrics {
    /** Value of the label device for requests that no device of this node took. */
    private static final String NO_DEVICE = "none";

    private record Key(AppId app, String device) {}

    private final PrometheusMeterRegistry registry;
    private final RequestTracing tracing;
    private final Map<Key, ReplicaMeters> replicas = new ConcurrentHashMap<>();
    private final ServiceFigures services = new ServiceFigures();
    private final String node;

    /** Metrics without traces. */
    public AgentMetrics(String node) {
        this(node, RequestTracing.OFF);
    }

    /** @param tracing told of every request, and named by exemplars; closed with this */
    public AgentMetrics(String node, RequestTracing tracing) {
        this.node = node;
        this.tracing = tracing;
        this.registry = new PrometheusMeterRegistry(
                PrometheusConfig.DEFAULT,
                new PrometheusRegistry(),
                Clock.SYSTEM,
                tracing == RequestTracing.OFF ? null : new ExemplarContext());
        // Named as if it counted something, and in nanoseconds; system.cpu.usage and process.cpu.usage say the same.
        registry.config()
                .meterFilter(MeterFilter.denyNameStartsWith("system.cpu.count"))
                .meterFilter(MeterFilter.denyNameStartsWith("process.cpu.time"));
        JvmMeters.bind(registry);
    }

    /** The meters of an app on a device, the same ones each time. */
    public ReplicaMeters replica(AppId app, String device) {
        return replicas.computeIfAbsent(
                new Key(app, device), key -> new ReplicaMeters(registry, tracing, app, node, device));
    }

    /** The meters of an app's requests that other nodes answer. */
    public ReplicaMeters elsewhere(AppId app) {
        return replica(app, NO_DEVICE);
    }

    /** A request was refused before a device was chosen. */
    public void refused(AppId app, Fault fault) {
        elsewhere(app).failed(fault);
    }

    /** Where requests are traced. */
    public RequestTracing tracing() {
        return tracing;
    }

    /** Sums over the devices of an app. */
    public InferStatistics.Reading statistics(AppId app) {
        InferStatistics.Reading sum = new InferStatistics.Reading(0, 0, 0, 0, 0, 0, 0);
        for (Map.Entry<Key, ReplicaMeters> entry : replicas.entrySet()) {
            if (entry.getKey().app().equals(app)) {
                sum = sum.plus(entry.getValue().statistics().read());
            }
        }
        return sum;
    }

    /**
     * Registers the gauges of a device, and listens to its executions.
     *
     * @param modelOf name of the model that a copy is of
     */
    public void device(
            String device,
            String deviceClass,
            String type,
            Station station,
            LongSupplier usedBytes,
            Function<Copy, String> modelOf) {
        Tags tags = Tags.of("node", node, "device", device);
        Tags full = tags.and("class", deviceClass, "type", type);
        ServiceMeters meters = new ServiceMeters(registry, tags, modelOf);
        station.onExecution((copy, batch, nanos, switchNanos) -> {
            meters.executed(copy, batch, nanos, switchNanos);
            services.executed(copy, batch, nanos, switchNanos);
        });
        Utilization utilization = new Utilization(station);
        Gauge.builder("millrace.device.utilization.ratio", utilization, Utilization::sinceLastRead)
                .description("Fraction of time that the device was busy since the last scrape.")
                .tags(full)
                .strongReference(true)
                .register(registry);
        Gauge.builder("millrace.device.memory.used.bytes", usedBytes, LongSupplier::getAsLong)
                .description("Memory that the loaded copies take, by their profiles.")
                .tags(full)
                .strongReference(true)
                .register(registry);
        healthy(full, 1);
        FunctionCounter.builder(
                        "millrace.device.model.switches",
                        station,
                        s -> s.meter(System.nanoTime()).switches())
                .description("Times a copy was made resident.")
                .tags(tags)
                .register(registry);
    }

    /** Registers that a declared device cannot serve. */
    public void brokenDevice(String device, String deviceClass, String type) {
        healthy(Tags.of("node", node, "device", device, "class", deviceClass, "type", type), 0);
    }

    private void healthy(Tags tags, int value) {
        Gauge.builder("millrace.device.healthy", () -> value)
                .description("1 where the device can serve.")
                .tags(tags)
                .strongReference(true)
                .register(registry);
    }

    /** In Prometheus' text format, or OpenMetrics where that is what is asked for. */
    public String scrape(String contentType) {
        return registry.scrape(contentType);
    }

    /** Execution times of the copies on all devices. */
    public ServiceFigures services() {
        return services;
    }

    /** In Prometheus' text format. */
    public String scrape() {
        return registry.scrape();
    }

    public void close() {
        tracing.close();
        registry.close();
    }
}
