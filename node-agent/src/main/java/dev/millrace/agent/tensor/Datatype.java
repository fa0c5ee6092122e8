package dev.millrace.agent.tensor;

import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Element types of the Open Inference Protocol v2 and their size in little-endian raw form. */
public enum Datatype {
    BOOL(1),
    UINT8(1),
    UINT16(2),
    UINT32(4),
    UINT64(8),
    INT8(1),
    INT16(2),
    INT32(4),
    INT64(8),
    FP16(2),
    BF16(2),
    FP32(4),
    FP64(8),
    /** Byte strings; in raw form each has its length in front, four bytes little-endian. */
    BYTES(-1);

    private static final Map<String, Datatype> BY_NAME =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(Enum::name, Function.identity()));

    private final int elementBytes;

    Datatype(int elementBytes) {
        this.elementBytes = elementBytes;
    }

    /** Bytes of one element; -1 where elements differ in size ({@link #BYTES}). */
    public int elementBytes() {
        return elementBytes;
    }

    /**
     * The datatype of that name.
     *
     * @throws ServingException (invalid) when there is none
     */
    public static Datatype named(@Nullable String name) {
        Datatype datatype = name == null ? null : BY_NAME.get(name);
        if (datatype == null) {
            throw ServingException.invalid(
                    "datatype '" + name + "' is unknown; Maybe one of " + Arrays.toString(values()));
        }
        return datatype;
    }
}
