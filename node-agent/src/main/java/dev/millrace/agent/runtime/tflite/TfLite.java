package dev.millrace.agent.runtime.tflite;

import dev.millrace.agent.runtime.foreign.CLibrary;
import dev.millrace.agent.runtime.foreign.UnpackedLibraries;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;

/** What is used of TensorFlow Lite's C API (c_api.h, c_api_opaque.h of 2.18). Statuses: 0 is well. */
final class TfLite {
    private static final String VERSION = "2.18.0";

    public interface New {
        MemorySegment call();
    }

    public interface Action {
        void on(MemorySegment object);
    }

    public interface Count {
        int of(MemorySegment object);
    }

    public interface CountAt {
        int of(MemorySegment object, int index);
    }

    public interface PointerTo {
        MemorySegment of(MemorySegment object);
    }

    public interface PointerAt {
        MemorySegment of(MemorySegment object, int index);
    }

    public interface Size {
        long of(MemorySegment object);
    }

    public interface Pair {
        MemorySegment of(MemorySegment first, MemorySegment second);
    }

    public interface PairAction {
        void on(MemorySegment first, MemorySegment second);
    }

    public interface Triple {
        MemorySegment of(MemorySegment first, MemorySegment second, MemorySegment third);
    }

    public interface TripleAction {
        void on(MemorySegment first, MemorySegment second, MemorySegment third);
    }

    public interface SetInt {
        void on(MemorySegment object, int value);
    }

    public interface Resize {
        int call(MemorySegment interpreter, int input, MemorySegment dimensions, int rank);
    }

    public interface Copy {
        int call(MemorySegment tensor, MemorySegment data, long bytes);
    }

    public interface ReadInt {
        int call(MemorySegment tensor, MemorySegment result);
    }

    public interface ReadIntAt {
        int call(MemorySegment tensor, int index, MemorySegment result);
    }

    public interface ReadString {
        int call(MemorySegment tensor, int index, MemorySegment text, MemorySegment bytes);
    }

    public interface WriteStrings {
        int call(MemorySegment tensor, MemorySegment texts, int count, MemorySegment lengths);
    }

    final CLibrary library;
    final Triple modelFromFile;
    final Action deleteModel;
    final New options;
    final Action deleteOptions;
    final SetInt optionThreads;
    final TripleAction optionErrors;
    final PairAction optionDelegate;
    final Pair interpreter;
    final Action deleteInterpreter;
    final Count inputs;
    final Count outputs;
    final PointerAt input;
    final PointerAt output;
    final Resize resizeInput;
    final Count allocate;
    final Count invoke;
    final PointerTo tensorName;
    final Count tensorType;
    final Count tensorRank;
    final CountAt tensorDimension;
    final Size tensorBytes;
    final Copy copyIn;
    final Copy copyOut;
    final ReadInt signatureRank;
    final ReadIntAt signatureDimension;
    final Count strings;
    final ReadString readString;
    final WriteStrings writeStrings;

    private TfLite(CLibrary library) {
        this.library = library;
        modelFromFile = library.function("TfLiteModelCreateFromFileWithErrorReporter", Triple.class);
        deleteModel = library.function("TfLiteModelDelete", Action.class);
        options = library.function("TfLiteInterpreterOptionsCreate", New.class);
        deleteOptions = library.function("TfLiteInterpreterOptionsDelete", Action.class);
        optionThreads = library.function("TfLiteInterpreterOptionsSetNumThreads", SetInt.class);
        optionErrors = library.function("TfLiteInterpreterOptionsSetErrorReporter", TripleAction.class);
        optionDelegate = library.function("TfLiteInterpreterOptionsAddDelegate", PairAction.class);
        interpreter = library.function("TfLiteInterpreterCreate", Pair.class);
        deleteInterpreter = library.function("TfLiteInterpreterDelete", Action.class);
        inputs = library.function("TfLiteInterpreterGetInputTensorCount", Count.class);
        outputs = library.function("TfLiteInterpreterGetOutputTensorCount", Count.class);
        input = library.function("TfLiteInterpreterGetInputTensor", PointerAt.class);
        output = library.function("TfLiteInterpreterGetOutputTensor", PointerAt.class);
        resizeInput = library.function("TfLiteInterpreterResizeInputTensor", Resize.class);
        allocate = library.function("TfLiteInterpreterAllocateTensors", Count.class);
        invoke = library.function("TfLiteInterpreterInvoke", Count.class);
        tensorName = library.function("TfLiteTensorName", PointerTo.class);
        tensorType = library.function("TfLiteTensorType", Count.class);
        tensorRank = library.function("TfLiteTensorNumDims", Count.class);
        tensorDimension = library.function("TfLiteTensorDim", CountAt.class);
        tensorBytes = library.function("TfLiteTensorByteSize", Size.class);
        copyIn = library.function("TfLiteTensorCopyFromBuffer", Copy.class);
        copyOut = library.function("TfLiteTensorCopyToBuffer", Copy.class);
        signatureRank = library.function("TfLiteOpaqueTensorGetNumDimsSignature", ReadInt.class);
        signatureDimension = library.function("TfLiteOpaqueTensorGetDimSignature", ReadIntAt.class);
        strings = library.function("TfLiteOpaqueTensorGetStringCount", Count.class);
        readString = library.function("TfLiteOpaqueTensorGetString", ReadString.class);
        writeStrings = library.function("TfLiteOpaqueTensorWriteStrings", WriteStrings.class);
    }

    private static final class Holder {
        static final TfLite INSTANCE = load();
    }

    /**
     * The library, loaded at the first call.
     *
     * @throws IllegalStateException where it cannot be loaded on this machine
     */
    static TfLite instance() {
        return Holder.INSTANCE;
    }

    private static TfLite load() {
        String platform = UnpackedLibraries.arm() ? "linux-arm64" : "linux-x86_64";
        try {
            Path folder = UnpackedLibraries.folder("tensorflow-lite-" + VERSION + "-" + platform);
            Path file = UnpackedLibraries.unpack(
                    TfLite.class, "/org/bytedeco/tensorflowlite/" + platform + "/libjnitensorflowlite.so", folder);
            return new TfLite(CLibrary.open(file));
        } catch (IOException | IllegalArgumentException e) {
            throw new IllegalStateException("TensorFlow Lite's library does not load: " + e.getMessage(), e);
        }
    }
}
