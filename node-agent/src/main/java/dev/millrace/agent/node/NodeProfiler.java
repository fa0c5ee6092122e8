package dev.millrace.agent.node;

import dev.millrace.agent.plan.ProfilingPlan;
import dev.millrace.agent.profile.DeviceBench;
import dev.millrace.agent.profile.Measurement;
import dev.millrace.agent.runtime.LoadException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import org.jboss.logging.Logger;

/**
 * Measures models one after the other, each when its device has done nothing for a while; figures taken while the device
 * served are thrown away and taken again later. Results stay as long as their task is asked for. Thread-safe.
 */
final class NodeProfiler implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(NodeProfiler.class);
    private static final long LONGEST_WAIT_MS = 60_000;

    private final DeviceBench bench;
    private final ToDoubleFunction<String> busyNanos;
    private final long idleMs;
    private final Runnable changed;
    private final Map<ProfilingPlan, ProfilingReport> reports = new LinkedHashMap<>();
    private final Map<ProfilingPlan, Double> lastBusy = new HashMap<>();
    private final ScheduledExecutorService worker = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("profiler").daemon().factory());

    /**
     * @param busyNanos time for which a device has been busy so far
     * @param idleMs for how long a device has to be idle first
     * @param changed called after each change of a report, on any thread, without locks
     */
    NodeProfiler(DeviceBench bench, ToDoubleFunction<String> busyNanos, long idleMs, Runnable changed) {
        this.bench = bench;
        this.busyNanos = busyNanos;
        this.idleMs = idleMs;
        this.changed = changed;
    }

    /** These are asked for from now on. Returns at once. */
    void apply(List<ProfilingPlan> tasks) {
        List<ProfilingPlan> begun = new ArrayList<>();
        synchronized (this) {
            reports.keySet().retainAll(tasks);
            lastBusy.keySet().retainAll(tasks);
            for (ProfilingPlan task : tasks) {
                if (reports.containsKey(task)) {
                    continue;
                }
                if (task.artefact() == null) {
                    reports.put(
                            task,
                            ProfilingReport.of(task, ProfilingReport.State.FAILED, task.reason(), task.message()));
                } else {
                    reports.put(task, waiting(task, "Queued", "not begun"));
                    begun.add(task);
                }
            }
        }
        begun.forEach(task -> later(task, 0, 1));
    }

    /** How far every task is, in the order in which they came. */
    synchronized List<ProfilingReport> reports() {
        return List.copyOf(reports.values());
    }

    private void later(ProfilingPlan task, long delayMs, int attempt) {
        try {
            worker.schedule(() -> attempt(task, attempt), delayMs, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            LOG.debug("stopping");
        }
    }

    private void attempt(ProfilingPlan task, int attempt) {
        double busy = busyNanos.applyAsDouble(task.device());
        Double before;
        synchronized (this) {
            if (!reports.containsKey(task)) {
                return;
            }
            before = lastBusy.put(task, busy);
        }
        if (before == null || before != busy) {
            if (before != null) {
                report(waiting(task, "DeviceBusy", "device '" + task.device() + "' serves requests"));
            }
            later(task, idleMs, attempt);
            return;
        }
        report(ProfilingReport.of(task, ProfilingReport.State.MEASURING, "", ""));
        try {
            Measurement measured = bench.measure(task);
            if (busyNanos.applyAsDouble(task.device()) != busy) {
                report(waiting(task, "DeviceBusy", "device '" + task.device() + "' served requests meanwhile"));
                later(task, Math.min(LONGEST_WAIT_MS, idleMs << Math.min(attempt, 10)), attempt + 1);
                return;
            }
            report(new ProfilingReport(task, ProfilingReport.State.MEASURED, "", "", measured));
        } catch (LoadException e) {
            report(ProfilingReport.of(task, ProfilingReport.State.FAILED, e.reason(), String.valueOf(e.getMessage())));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.errorf(e, "profiling of %s on %s", task.model(), task.device());
            report(ProfilingReport.of(
                    task, ProfilingReport.State.FAILED, "ProfilingFailed", "the model does not run: " + e));
        }
    }

    private static ProfilingReport waiting(ProfilingPlan task, String reason, String message) {
        return ProfilingReport.of(task, ProfilingReport.State.WAITING, reason, message);
    }

    private void report(ProfilingReport report) {
        synchronized (this) {
            if (reports.replace(report.task(), report) == null) {
                return;
            }
        }
        changed.run();
    }

    @Override
    public void close() {
        worker.shutdownNow();
        bench.close();
    }
}
