package dev.millrace.agent.runtime.edgetpu;

import dev.millrace.agent.runtime.LoadException;
import dev.millrace.agent.runtime.tflite.TfLiteModel;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The EdgeTPUs of this machine. That there are none, or no libedgetpu, is an ordinary state with a sentence to it. */
public final class EdgeTpus {
    private static final EdgeTpus NONE = new EdgeTpus(null, List.of(), "EdgeTPUs were not looked for");

    private final @Nullable EdgeTpuLibrary library;
    private final List<EdgeTpu> devices;
    private final @Nullable String problem;

    private EdgeTpus(@Nullable EdgeTpuLibrary library, List<EdgeTpu> devices, @Nullable String problem) {
        this.library = library;
        this.devices = List.copyOf(devices);
        this.problem = problem;
    }

    /** For a node that is known to have none. */
    public static EdgeTpus none() {
        return NONE;
    }

    /** @param library libedgetpu's file; null finds it as the system's loader does */
    public static EdgeTpus find(@Nullable Path library) {
        return find(library, Path.of("/sys"), Path.of("/dev"));
    }

    static EdgeTpus find(@Nullable Path library, Path sys, Path dev) {
        List<EdgeTpu> plugged = new EdgeTpuBuses(sys, dev).find();
        EdgeTpuLibrary loaded;
        try {
            loaded = EdgeTpuLibrary.open(library);
        } catch (IllegalArgumentException | LinkageError e) {
            return new EdgeTpus(
                    null,
                    plugged,
                    "libedgetpu does not load (" + e.getMessage() + "); Maybe install Coral's libedgetpu1-std");
        }
        List<EdgeTpu> usable = loaded.devices();
        if (!usable.isEmpty()) {
            return new EdgeTpus(loaded, usable, null);
        }
        return new EdgeTpus(
                null,
                plugged,
                plugged.isEmpty()
                        ? "no EdgeTPU is plugged in"
                        : "libedgetpu " + loaded.version() + " cannot open "
                                + plugged.getFirst().path()
                                + "; Maybe this user may not, or the apex driver is missing");
    }

    /** What is plugged in, usable or not. */
    public List<EdgeTpu> devices() {
        return devices;
    }

    /** Why none of them can be used; empty where they can. */
    public Optional<String> problem() {
        return Optional.ofNullable(problem);
    }

    /**
     * Loads a model compiled for the EdgeTPU. What the compiler left to the CPU runs there, on the thread that runs the model.
     *
     * @throws LoadException where the device does not open, or the file is no such model
     */
    public TfLiteModel load(Path file, EdgeTpu device) throws LoadException {
        EdgeTpuLibrary opened = library;
        if (opened == null) {
            throw new LoadException("DeviceAbsent", String.valueOf(problem));
        }
        return TfLiteModel.load(file, () -> opened.delegate(device), "edgetpu");
    }
}
