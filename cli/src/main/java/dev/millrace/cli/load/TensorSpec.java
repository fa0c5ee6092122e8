package dev.millrace.cli.load;

import java.util.List;

/**
 * One input of a served model, as its metadata declares it.
 *
 * @param shape sizes; −1 where any size is taken
 */
record TensorSpec(String name, String datatype, List<Long> shape) {
    TensorSpec {
        shape = List.copyOf(shape);
    }

    /** The same with its open sizes filled in: 1 for the first (the batch) and for a vector, else {@code size}. */
    TensorSpec closed(long size) {
        return new TensorSpec(
                name,
                datatype,
                java.util.stream.IntStream.range(0, shape.size())
                        .mapToObj(i -> shape.get(i) > 0 ? shape.get(i) : i == 0 ? 1 : size)
                        .toList());
    }

    /** Number of elements; all sizes must be known. */
    long elements() {
        return shape.stream().reduce(1L, Math::multiplyExact);
    }

    /** Bytes of one element in binary tensor data. */
    int elementBytes() {
        return switch (datatype) {
            case "BOOL", "INT8", "UINT8" -> 1;
            case "INT16", "UINT16", "FP16", "BF16" -> 2;
            case "INT32", "UINT32", "FP32" -> 4;
            case "INT64", "UINT64", "FP64" -> 8;
            default -> throw new IllegalArgumentException("input " + name + ": load has no data of type " + datatype);
        };
    }
}
