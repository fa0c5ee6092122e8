package dev.millrace.agent.node;

import dev.millrace.agent.device.TimeSample;
import dev.millrace.agent.model.Fetched;
import dev.millrace.agent.model.ModelStore;
import dev.millrace.agent.plan.DeviceDeclaration;
import dev.millrace.agent.plan.Inventory;
import dev.millrace.agent.plan.ProfilingPlan;
import dev.millrace.agent.profile.DeviceBench;
import dev.millrace.agent.profile.Measurement;
import dev.millrace.agent.profile.ModelProfiler;
import dev.millrace.agent.profile.ResidentMemory;
import dev.millrace.agent.runtime.LoadException;
import dev.millrace.agent.runtime.Model;
import dev.millrace.agent.runtime.ModelRuntimes;
import dev.millrace.agent.tensor.Signature;
import dev.millrace.agent.tensor.TensorSpec;
import dev.millrace.crds.v1alpha1.ImageStep;
import dev.millrace.crds.v1alpha1.TensorLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The devices of this node: models are fetched and loaded in the background, and run on the thread that asks. */
final class ModelBench implements DeviceBench {
    /** Most time for one batch size. */
    private static final long BUDGET_MS = 3_000;

    private static final int RELOADS = 3;
    private static final int IMAGE_RANK = 4;

    private final Inventory inventory;
    private final ModelStore store;
    private final ModelRuntimes runtimes;
    private final ModelProfiler profiler = new ModelProfiler(BUDGET_MS);
    private final ExecutorService loading = Executors.newSingleThreadExecutor(new Background("profile-loader"));

    ModelBench(Inventory inventory, ModelStore store, ModelRuntimes runtimes) {
        this.inventory = inventory;
        this.store = store;
        this.runtimes = runtimes;
    }

    @Override
    public Measurement measure(ProfilingPlan task) throws LoadException, InterruptedException {
        DeviceDeclaration device = inventory.device(task.device()).orElseThrow();
        Fetched file = inBackground(() -> store.fetch(Objects.requireNonNull(task.artefact())));
        long before = ResidentMemory.nativeBytes();
        try (Model model = load(file, task, device)) {
            Signature asked = sized(model.signature(), task.image());
            Map<Integer, TimeSample> times = profiler.serviceTimes(model, asked, task.batches());
            if (times.isEmpty()) {
                throw new LoadException(
                        "BatchRefused", "the model does not run on zeros in batches of " + task.batches());
            }
            long memory = Math.max(file.file().toFile().length(), ResidentMemory.nativeBytes() - before);
            OptionalLong switchNanos = device.edgeTpu() == null
                    ? OptionalLong.empty()
                    : OptionalLong.of(firstRuns(
                            file, task, device, times.values().iterator().next()));
            return new Measurement(device.type(), file.sha256(), times, switchNanos, memory);
        }
    }

    /** What a run costs more when the device holds nothing of the model yet: then its parameters are sent over. */
    private long firstRuns(Fetched file, ProfilingPlan task, DeviceDeclaration device, TimeSample resident)
            throws LoadException, InterruptedException {
        TimeSample first = new TimeSample();
        for (int i = 0; i < RELOADS; i++) {
            try (Model fresh = load(file, task, device)) {
                first.add(profiler.firstRunNanos(fresh));
            }
        }
        return Math.max(0, Math.round(first.meanNanos() - resident.meanNanos()));
    }

    private Model load(Fetched file, ProfilingPlan task, DeviceDeclaration device)
            throws LoadException, InterruptedException {
        String format = Objects.requireNonNull(task.artefact()).format();
        return inBackground(() -> runtimes.load(file.file(), format, device.edgeTpu(), device.gpu()));
    }

    /** Zeros of size 1 would say nothing about the images that a model of open sizes is meant for. */
    private static Signature sized(Signature signature, @Nullable ImageStep image) throws LoadException {
        List<TensorSpec> inputs = new ArrayList<>(signature.inputs());
        if (image != null && inputs.getFirst().shape().length == IMAGE_RANK) {
            TensorSpec first = inputs.getFirst();
            long[] shape = first.shape().clone();
            int height = image.layout() == TensorLayout.NCHW ? 2 : 1;
            shape[height] = image.height();
            shape[height + 1] = image.width();
            inputs.set(0, new TensorSpec(first.name(), first.datatype(), shape));
        }
        for (TensorSpec input : inputs) {
            long[] shape = input.shape();
            if (IntStream.range(1, shape.length).anyMatch(i -> shape[i] < 0)) {
                throw new LoadException(
                        "OpenShape",
                        "input " + input + " leaves sizes open and no app says preprocess.image;"
                                + " Maybe measure it with millrace profile --shape");
            }
        }
        return new Signature(inputs, signature.outputs());
    }

    private <T> T inBackground(Callable<T> task) throws LoadException, InterruptedException {
        try {
            return loading.submit(task).get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof LoadException refused) {
                throw refused;
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    @Override
    public void close() {
        loading.shutdownNow();
    }
}
