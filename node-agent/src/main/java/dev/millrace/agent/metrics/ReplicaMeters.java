package dev.millrace.agent.metrics;

import dev.millrace.agent.device.Visit;
import dev.millrace.agent.serving.AppId;
import dev.millrace.agent.tensor.Fault;
import dev.millrace.agent.tracing.RequestTracing;
import dev.millrace.agent.tracing.TraceContext;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** What is measured of one app on one device. Thread-safe; lives on over changes of plan. */
public final class ReplicaMeters {
    private static final Duration[] BUCKETS = buckets();

    private static final int SERVER_FAILED = 500;

    private final RequestTracing tracing;
    private final String app;
    private final String device;
    private final Counter succeeded;
    private final Counter violations;
    private final Map<Fault, Counter> failed = new EnumMap<>(Fault.class);
    private final Timer duration;
    private final Map<Phase, Timer> phases = new EnumMap<>(Phase.class);
    private final Moments gaps = new Moments();
    private final AtomicLong lastArrivalNanos = new AtomicLong(Long.MIN_VALUE);
    private final InferStatistics statistics = new InferStatistics();
    private final ObservedResponses observed = new ObservedResponses();

    ReplicaMeters(MeterRegistry registry, RequestTracing tracing, AppId app, String node, String device) {
        this.tracing = tracing;
        this.app = app.toString();
        this.device = device;
        Tags tags = Tags.of("namespace", app.namespace(), "app", app.name(), "node", node, "device", device);
        succeeded = requests(registry, tags, "200");
        for (Fault fault : Fault.values()) {
            failed.put(fault, requests(registry, tags, Integer.toString(fault.httpStatus())));
        }
        // Without node and device: one objective an app, however many devices answer for it.
        violations = Counter.builder("millrace.slo.violations")
                .description("Requests answered later than the objective's bound, or failed by the server's fault.")
                .tags("namespace", app.namespace(), "app", app.name())
                .register(registry);
        duration = timer(registry, "millrace.request.duration", "Time of a request in the agent.", tags);
        Gauge.builder("millrace.arrival.rate", gaps, recent -> 1 / recent.mean())
                .description("Requests per second of the recent past.")
                .tags(tags)
                .register(registry);
        Gauge.builder("millrace.arrival.cv2", gaps, Moments::cv2)
                .description("Squared coefficient of variation of recent times between requests.")
                .tags(tags)
                .register(registry);
        for (Phase phase : Phase.values()) {
            phases.put(
                    phase,
                    timer(
                            registry,
                            "millrace.request.phase.duration",
                            "Time of a request in the agent by phase.",
                            tags.and("phase", phase.label())));
        }
    }

    /** A request arrived, and is not refused for its rate. */
    public void arrived(long atNanos) {
        long before = lastArrivalNanos.getAndSet(atNanos);
        if (before != Long.MIN_VALUE) {
            // Two event loops may come out of order: a gap counts as its size.
            gaps.add(Math.abs(atNanos - before) / 1e9);
        }
    }

    /**
     * A request was served; its network latency counts as part of the observed response time.
     *
     * @param dueNanos the time in the agent that the objective leaves
     * @param context trace context that came with the request; null where none did
     * @param before the visit that preprocessed it; null where there was none
     */
    public void served(
            long arrivalNanos,
            long answeredNanos,
            long dueNanos,
            long networkMicros,
            Visit visit,
            @Nullable TraceContext context,
            @Nullable Visit before) {
        if (tracing == RequestTracing.OFF) {
            measured(arrivalNanos, answeredNanos, dueNanos, networkMicros, visit);
            return;
        }
        tracing.served(
                new RequestTracing.Served(context, app, device, arrivalNanos, answeredNanos, visit.batch(), null),
                parts(visit, before),
                () -> measured(arrivalNanos, answeredNanos, dueNanos, networkMicros, visit));
    }

    private static RequestTracing.Part[] parts(Visit visit, @Nullable Visit before) {
        List<RequestTracing.Part> parts = new ArrayList<>();
        if (before != null) {
            parts.add(new RequestTracing.Part(Phase.PREPROCESS.label(), before.enteredNanos(), before.endedNanos()));
        }
        parts.add(new RequestTracing.Part(Phase.QUEUE.label(), visit.enteredNanos(), visit.startedNanos()));
        long computes = visit.startedNanos() + visit.switchNanos();
        if (visit.switchNanos() > 0) {
            parts.add(new RequestTracing.Part(Phase.SWITCH.label(), visit.startedNanos(), computes));
        }
        parts.add(new RequestTracing.Part(Phase.COMPUTE.label(), computes, visit.endedNanos()));
        return parts.toArray(new RequestTracing.Part[0]);
    }

    private void measured(long arrivalNanos, long answeredNanos, long dueNanos, long networkMicros, Visit visit) {
        succeeded.increment();
        long totalNanos = answeredNanos - arrivalNanos;
        if (totalNanos > dueNanos) {
            violations.increment();
        }
        duration.record(totalNanos, TimeUnit.NANOSECONDS);
        phase(Phase.QUEUE, visit.queueNanos());
        long ownNanos = visit.computeNanos() / Math.max(1, visit.batch());
        phase(Phase.COMPUTE, ownNanos);
        if (visit.batch() > 1) {
            phase(Phase.BATCH, visit.computeNanos() - ownNanos);
        }
        if (visit.switchNanos() > 0) {
            phase(Phase.SWITCH, visit.switchNanos());
        }
        statistics.served(totalNanos, visit);
        observed.record(arrivalNanos, totalNanos / 1000 + networkMicros);
    }

    /** A request was forwarded and answered by another node. */
    public void forwarded(long nanos) {
        succeeded.increment();
        duration.record(nanos, TimeUnit.NANOSECONDS);
        phase(Phase.FORWARD, nanos);
    }

    /**
     * A request that was admitted failed.
     *
     * @param context trace context that came with the request; null where none did
     */
    public void failed(Fault fault, long arrivalNanos, @Nullable TraceContext context) {
        if (tracing == RequestTracing.OFF) {
            failed(fault);
            return;
        }
        tracing.served(
                new RequestTracing.Served(context, app, device, arrivalNanos, System.nanoTime(), 0, fault.name()),
                new RequestTracing.Part[0],
                () -> failed(fault));
    }

    public void failed(Fault fault) {
        count(fault);
        if (fault.httpStatus() >= SERVER_FAILED) {
            violations.increment();
        }
    }

    /** Another node answered a forwarded request with that failure, and has counted what it means for the objective. */
    public void relayedFailure(int status) {
        Fault fault = Fault.UNAVAILABLE;
        for (Fault known : Fault.values()) {
            fault = known.httpStatus() == status ? known : fault;
        }
        count(fault);
    }

    private void count(Fault fault) {
        Counter counter = failed.get(fault);
        if (counter != null) {
            counter.increment();
        }
        statistics.failed();
    }

    public void phase(Phase phase, long nanos) {
        Timer timer = phases.get(phase);
        if (timer != null) {
            timer.record(nanos, TimeUnit.NANOSECONDS);
        }
    }

    public InferStatistics statistics() {
        return statistics;
    }

    public ObservedResponses observed() {
        return observed;
    }

    private static Counter requests(MeterRegistry registry, Tags tags, String code) {
        return Counter.builder("millrace.requests")
                .description("Requests by the status of their answer.")
                .tags(tags.and("code", code))
                .register(registry);
    }

    private static Timer timer(MeterRegistry registry, String name, String description, Tags tags) {
        return Timer.builder(name)
                .description(description)
                .tags(tags)
                .serviceLevelObjectives(BUCKETS)
                .register(registry);
    }

    /** From 100 us to 10 s, three a decade. */
    private static Duration[] buckets() {
        long[] micros = {
            100,
            250,
            500,
            1_000,
            2_500,
            5_000,
            10_000,
            25_000,
            50_000,
            100_000,
            250_000,
            500_000,
            1_000_000,
            2_500_000,
            5_000_000,
            10_000_000
        };
        Duration[] buckets = new Duration[micros.length];
        for (int i = 0; i < micros.length; i++) {
            buckets[i] = Duration.ofNanos(micros[i] * 1000);
        }
        return buckets;
    }
}
