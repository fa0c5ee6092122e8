package dev.millrace.agent.runtime.onnx;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * Looks in an ONNX file for tensors whose values are in other files. Those files would be read from wherever the model says,
 * and no digest covers them. Reads through the file without keeping any of it.
 */
final class ExternalData {
    /** Messages of onnx.proto that lead to tensors: their fields, and what these hold. */
    private enum Kind {
        MODEL,
        GRAPH,
        NODE,
        ATTRIBUTE,
        TENSOR,
        SPARSE,
        FUNCTION,
        TRAINING
    }

    private static final Map<Kind, Map<Integer, Kind>> FIELDS = Map.of(
            Kind.MODEL, Map.of(7, Kind.GRAPH, 20, Kind.TRAINING, 25, Kind.FUNCTION),
            Kind.TRAINING, Map.of(1, Kind.GRAPH, 2, Kind.GRAPH),
            Kind.GRAPH, Map.of(1, Kind.NODE, 5, Kind.TENSOR, 15, Kind.SPARSE),
            Kind.NODE, Map.of(5, Kind.ATTRIBUTE),
            Kind.FUNCTION, Map.of(7, Kind.NODE, 11, Kind.ATTRIBUTE),
            Kind.ATTRIBUTE,
                    Map.of(
                            5,
                            Kind.TENSOR,
                            6,
                            Kind.GRAPH,
                            10,
                            Kind.TENSOR,
                            11,
                            Kind.GRAPH,
                            22,
                            Kind.SPARSE,
                            23,
                            Kind.SPARSE),
            Kind.SPARSE, Map.of(1, Kind.TENSOR, 2, Kind.TENSOR),
            Kind.TENSOR, Map.of());

    /** TensorProto.external_data and data_location, whose value 1 is EXTERNAL. */
    private static final int EXTERNAL_DATA = 13;

    private static final int DATA_LOCATION = 14;
    private static final int DEEPEST = 64;

    private ExternalData() {}

    /** @throws IOException also where the file is no protocol buffer, or nested too deep */
    static boolean in(Path model) throws IOException {
        try (InputStream file = new BufferedInputStream(Files.newInputStream(model), 1 << 16)) {
            CodedInputStream in = CodedInputStream.newInstance(file);
            in.setSizeLimit(Integer.MAX_VALUE);
            return in(in, Kind.MODEL, 0);
        }
    }

    private static boolean in(CodedInputStream in, Kind kind, int depth) throws IOException {
        if (depth > DEEPEST) {
            throw new IOException("graphs are nested too deep");
        }
        Map<Integer, Kind> fields = FIELDS.getOrDefault(kind, Map.of());
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            int field = WireFormat.getTagFieldNumber(tag);
            boolean message = WireFormat.getTagWireType(tag) == WireFormat.WIRETYPE_LENGTH_DELIMITED;
            Kind inner = message ? fields.get(field) : null;
            if (kind == Kind.TENSOR && field == EXTERNAL_DATA && message) {
                return true;
            }
            if (kind == Kind.TENSOR && field == DATA_LOCATION && !message) {
                if (in.readEnum() != 0) {
                    return true;
                }
            } else if (inner == null) {
                in.skipField(tag);
            } else {
                int limit = in.pushLimit(in.readRawVarint32());
                if (in(in, inner, depth + 1)) {
                    return true;
                }
                in.popLimit(limit);
            }
        }
        return false;
    }
}
