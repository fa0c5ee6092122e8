package dev.millrace.agent.runtime.tflite;

import dev.millrace.agent.tensor.Datatype;
import java.util.Map;
import java.util.Optional;

/** Element types of TensorFlow Lite (TfLiteType in c_api_types.h) and those of the protocol; quantised ones as stored. */
final class TfLiteTypes {
    private static final Map<Integer, Datatype> DATATYPES = Map.ofEntries(
            Map.entry(1, Datatype.FP32),
            Map.entry(2, Datatype.INT32),
            Map.entry(3, Datatype.UINT8),
            Map.entry(4, Datatype.INT64),
            Map.entry(5, Datatype.BYTES),
            Map.entry(6, Datatype.BOOL),
            Map.entry(7, Datatype.INT16),
            Map.entry(9, Datatype.INT8),
            Map.entry(10, Datatype.FP16),
            Map.entry(11, Datatype.FP64),
            Map.entry(13, Datatype.UINT64),
            Map.entry(16, Datatype.UINT32),
            Map.entry(17, Datatype.UINT16),
            Map.entry(19, Datatype.BF16));

    private TfLiteTypes() {}

    /** Complex numbers, resources, variants and 4-bit integers have no counterpart. */
    static Optional<Datatype> datatype(int type) {
        return Optional.ofNullable(DATATYPES.get(type));
    }
}
