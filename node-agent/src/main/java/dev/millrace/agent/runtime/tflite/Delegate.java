package dev.millrace.agent.runtime.tflite;

import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/** Executes parts of a graph in TensorFlow Lite's place. Belongs to one interpreter, and is closed after it. */
public interface Delegate extends AutoCloseable {
    /** The {@code TfLiteDelegate*}. */
    MemorySegment pointer();

    @Override
    void close();

    /** Makes a delegate for each interpreter of a model. */
    interface Factory {
        /**
         * A new one, or null for none.
         *
         * @throws IllegalStateException with a sentence, where none can be made
         */
        @Nullable Delegate create();
    }
}
