package dev.millrace.agent.node;

import dev.millrace.agent.device.Copy;
import dev.millrace.agent.device.Order;
import dev.millrace.agent.device.ServiceTimes;
import dev.millrace.agent.device.Station;
import dev.millrace.agent.device.emulated.GammaTimes;
import dev.millrace.agent.metrics.AgentMetrics;
import dev.millrace.agent.model.ModelStore;
import dev.millrace.agent.plan.CopyPlan;
import dev.millrace.agent.plan.DeviceDeclaration;
import dev.millrace.agent.plan.Inventory;
import dev.millrace.agent.plan.NodePlan;
import dev.millrace.agent.runtime.LoadException;
import dev.millrace.agent.runtime.ModelRuntimes;
import dev.millrace.agent.serving.AppDirectory;
import dev.millrace.agent.serving.ModelSlot;
import dev.millrace.agent.trace.TraceRecorder;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.apache.commons.math3.random.Well19937c;
import org.jboss.logging.Logger;

/**
 * The devices of the node and the copies on them. A plan is followed make-before-break: what it asks for is loaded on a
 * thread apart, requests move over when it is ready, and what it no longer asks for is closed after its last request.
 * Thread-safe.
 */
public final class NodeRuntime implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(NodeRuntime.class);

    /** Models that are fetched at once: a slow source does not hold up the others. */
    private static final int FETCHES = 4;

    /** For how long a device has to be idle before a model is profiled on it. */
    private static final long IDLE_MS = 1000;

    private final CpuUnit cpu;
    private final Map<String, DeviceUnit> devices = new LinkedHashMap<>();
    private final ModelLoader loader;
    private final ExecutorService loading = Executors.newFixedThreadPool(FETCHES, new Background("loader"));
    private final ExecutorService closing = Executors.newSingleThreadExecutor(new Background("closer"));
    private final NodeProfiler profiler;
    private final LongSupplier seeds;
    private final TraceRecorder trace;
    private final Map<String, CopyHolder> current = new LinkedHashMap<>();
    private final List<CopyHolder> outgoing = new ArrayList<>();
    private final Publication publication;
    /** By id of the copy; read without the lock. */
    private final Map<String, String> modelNames = new ConcurrentHashMap<>();

    private volatile Runnable onChange = () -> {};
    private NodePlan plan = NodePlan.NOTHING;

    /** @param seeds seeds of the emulated devices' random numbers */
    public NodeRuntime(
            Inventory inventory, ModelStore store, AgentMetrics metrics, LongSupplier seeds, TraceRecorder trace) {
        this.trace = trace;
        ModelRuntimes runtimes = new ModelRuntimes(inventory.cores(), inventory.edgeTpus(), inventory.gpus());
        this.loader = new ModelLoader(store, runtimes);
        this.profiler = new NodeProfiler(
                new ModelBench(inventory, store, runtimes), this::busyNanos, IDLE_MS, () -> onChange.run());
        store.keep(this::digests);
        this.seeds = seeds;
        this.publication = new Publication(metrics);
        this.cpu = CpuUnit.start(inventory.cores());
        for (DeviceDeclaration declaration : inventory.devices()) {
            if (declaration.problem() == null) {
                DeviceUnit unit = DeviceUnit.start(declaration, cpu);
                devices.put(declaration.name(), unit);
                metrics.device(
                        declaration.name(),
                        declaration.deviceClass().value(),
                        declaration.type(),
                        unit.station(),
                        () -> usedBytes(declaration.name()),
                        copy -> modelNames.getOrDefault(copy.id(), "preprocess"));
            } else {
                metrics.brokenDevice(
                        declaration.name(), declaration.deviceClass().value(), declaration.type());
            }
        }
    }

    public AppDirectory directory() {
        return publication.directory();
    }

    /** The station where preprocessing runs. */
    public Station cpu() {
        return cpu.station();
    }

    /** Called after each change of a state, on any thread, without locks. */
    public void onChange(Runnable action) {
        this.onChange = action;
    }

    /** Follows that plan from now on. Returns at once. */
    public void apply(NodePlan next) {
        synchronized (this) {
            plan = next;
            devices.forEach((name, unit) -> unit.order(next.orders().getOrDefault(name, Order.FCFS)));
            Map<String, CopyHolder> before = new LinkedHashMap<>(current);
            current.clear();
            for (CopyPlan copy : next.copies()) {
                CopyHolder known = before.get(copy.id());
                if (known != null && serves(known, copy)) {
                    current.put(copy.id(), known);
                    before.remove(copy.id());
                } else {
                    CopyHolder holder = new CopyHolder(copy);
                    modelNames.put(copy.id(), copy.model());
                    current.put(copy.id(), holder);
                    loading.execute(() -> load(holder));
                }
            }
            outgoing.addAll(before.values());
            publish();
        }
        profiler.apply(next.profiling());
        onChange.run();
    }

    /** Epoch of the plan that is followed. */
    public synchronized long epoch() {
        return plan.epoch();
    }

    /** Whether nothing is being fetched or loaded. */
    public synchronized boolean settled() {
        return current.values().stream().allMatch(CopyHolder::settled);
    }

    /** How far each app is on each device. */
    public synchronized List<ReplicaState> states() {
        return publication.states(plan, current, outgoing);
    }

    /** The copies that are loaded. */
    public synchronized List<LoadedModel> loaded() {
        List<LoadedModel> loaded = new ArrayList<>();
        for (CopyHolder holder : current.values()) {
            if (holder.state() == LoadState.READY) {
                CopyPlan copy = holder.plan();
                boolean emulated = Objects.requireNonNull(devices.get(copy.device()))
                        .declaration()
                        .emulated();
                loaded.add(new LoadedModel(copy.id(), copy.device(), emulated, copy.model(), holder.sha256()));
            }
        }
        return loaded;
    }

    /** How far the models are that are to be profiled here. */
    public List<ProfilingReport> profiles() {
        return profiler.reports();
    }

    private double busyNanos(String device) {
        return Objects.requireNonNull(devices.get(device))
                .station()
                .meter(System.nanoTime())
                .busyNanos();
    }

    private synchronized Set<String> digests() {
        Set<String> digests = new HashSet<>();
        current.values().forEach(holder -> digests.add(String.valueOf(holder.sha256())));
        outgoing.forEach(holder -> digests.add(String.valueOf(holder.sha256())));
        plan.copies().forEach(copy -> digests.add(String.valueOf(copy.artefact().sha256())));
        plan.profiling().stream()
                .filter(task -> task.artefact() != null)
                .forEach(task -> digests.add(String.valueOf(task.artefact().sha256())));
        return digests;
    }

    /** Requests in flight on this node. */
    public synchronized int inFlight() {
        int count = 0;
        for (CopyHolder holder : current.values()) {
            count += holder.slot() == null ? 0 : holder.slot().inFlight();
        }
        for (CopyHolder holder : outgoing) {
            count += holder.slot() == null ? 0 : holder.slot().inFlight();
        }
        return count;
    }

    private boolean serves(CopyHolder holder, CopyPlan wanted) {
        if (holder.plan().equals(wanted)) {
            return true;
        }
        // What a profile says changes an emulated device; a real one runs as fast as it runs.
        DeviceUnit unit = devices.get(wanted.device());
        return unit != null
                && !unit.declaration().emulated()
                && holder.plan().artefact().equals(wanted.artefact());
    }

    private void load(CopyHolder holder) {
        CopyPlan copy = holder.plan();
        DeviceUnit unit = Objects.requireNonNull(devices.get(copy.device()));
        try {
            ModelLoader.Loaded loaded = loader.load(copy, unit.declaration(), () -> {
                synchronized (this) {
                    holder.loading();
                }
                onChange.run();
            });
            Copy onDevice = new Copy(
                    copy.id(),
                    times(copy),
                    copy.switchNanos(),
                    copy.residentSet().isEmpty() ? "copy:" + copy.id() : copy.residentSet(),
                    copy.maxBatch());
            ModelSlot slot = new ModelSlot(
                    copy.device(),
                    unit.station(),
                    onDevice,
                    loaded.model(),
                    closing,
                    () -> closed(holder, unit, onDevice));
            synchronized (this) {
                holder.ready(slot, loaded.sha256());
                publish();
            }
        } catch (LoadException e) {
            LOG.warnf("%s on %s: %s: %s", copy.model(), copy.device(), e.reason(), e.getMessage());
            fail(holder, e.reason(), String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            LOG.errorf(e, "%s on %s", copy.model(), copy.device());
            fail(holder, "LoadFailed", "the model does not load: " + e);
        }
        onChange.run();
    }

    private synchronized void fail(CopyHolder holder, String reason, String message) {
        holder.failed(reason, message);
        publish();
        // Elsewhere the operator withdraws the replica before it tries again; here that would end what serves.
        if (publication.servedByAnother(plan, holder.plan().id())) {
            CompletableFuture.delayedExecutor(holder.pauseMs(), TimeUnit.MILLISECONDS, loading)
                    .execute(() -> loadAgain(holder));
        }
    }

    private void loadAgain(CopyHolder failed) {
        CopyHolder again = failed.again();
        synchronized (this) {
            String id = failed.plan().id();
            if (current.get(id) != failed || !publication.servedByAnother(plan, id)) {
                return;
            }
            current.put(id, again);
        }
        onChange.run();
        load(again);
    }

    private ServiceTimes times(CopyPlan copy) {
        return copy.rows().isEmpty()
                ? ServiceTimes.constant(0)
                : trace.recording(copy.id(), new GammaTimes(copy.rows(), new Well19937c(seeds.getAsLong())));
    }

    private void publish() {
        publication.publish(plan, current, outgoing);
        // A copy still on its way is retired by the publication that follows its end.
        outgoing.removeIf(holder -> holder.state() == LoadState.FAILED);
        for (CopyHolder holder : List.copyOf(outgoing)) {
            ModelSlot slot = holder.slot();
            if (slot != null && !publication.uses(slot)) {
                slot.retire();
            }
        }
    }

    private void closed(CopyHolder holder, DeviceUnit unit, Copy copy) {
        unit.forget(copy);
        synchronized (this) {
            outgoing.remove(holder);
        }
        onChange.run();
    }

    private synchronized long usedBytes(String device) {
        long bytes = 0;
        for (CopyHolder holder : current.values()) {
            if (holder.state() == LoadState.READY && holder.plan().device().equals(device)) {
                bytes += holder.plan().memoryBytes();
            }
        }
        return bytes;
    }

    /** Stops the devices; what still waits is not answered. */
    @Override
    public void close() {
        loading.shutdownNow();
        closing.shutdown();
        profiler.close();
        for (DeviceUnit unit : devices.values()) {
            unit.close();
        }
        cpu.close();
    }
}
