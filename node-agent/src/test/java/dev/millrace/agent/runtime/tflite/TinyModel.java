package dev.millrace.agent.runtime.tflite;

import com.google.flatbuffers.FlatBufferBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Writes a TensorFlow Lite model of one operator: the input {@code x}, a vector of any length, gets a dimension in front.
 * Numbers of fields and types are those of TensorFlow Lite's schema, version 3.
 */
public final class TinyModel {
    private static final int EXPAND_DIMS = 70;
    private static final int CUSTOM = 32;
    private static final int INT32 = 2;

    private TinyModel() {}

    /** @param type TensorType of the schema */
    public static Path expandDimensions(Path file, int type) throws IOException {
        return write(file, type, EXPAND_DIMS, "");
    }

    /** A model of one operator that is not built in. */
    public static Path custom(Path file, String operator) throws IOException {
        return write(file, 3, CUSTOM, operator);
    }

    private static Path write(Path file, int type, int builtin, String custom) throws IOException {
        FlatBufferBuilder out = new FlatBufferBuilder();
        int axis = buffer(out, new byte[] {0, 0, 0, 0});
        out.startTable(1);
        int none = out.endTable();
        int buffers = out.createVectorOfTables(new int[] {none, axis});
        int tensors = out.createVectorOfTables(new int[] {
            tensor(out, "x", type, 0, new int[] {1}, new int[] {-1}),
            tensor(out, "axis", INT32, 1, new int[] {1}, new int[0]),
            tensor(out, "y", type, 0, new int[] {1, 1}, new int[] {1, -1})
        });
        int operators = out.createVectorOfTables(new int[] {operator(out, new int[] {0, 1}, new int[] {2})});
        int inputs = ints(out, 0);
        int outputs = ints(out, 2);
        out.startTable(5);
        out.addOffset(0, tensors, 0);
        out.addOffset(1, inputs, 0);
        out.addOffset(2, outputs, 0);
        out.addOffset(3, operators, 0);
        int graph = out.createVectorOfTables(new int[] {out.endTable()});
        int name = custom.isEmpty() ? 0 : out.createString(custom);
        out.startTable(4);
        out.addByte(0, (byte) builtin, 0);
        out.addOffset(1, name, 0);
        out.addInt(2, 1, 1);
        out.addInt(3, builtin, 0);
        int codes = out.createVectorOfTables(new int[] {out.endTable()});
        out.startTable(8);
        out.addInt(0, 3, 0);
        out.addOffset(1, codes, 0);
        out.addOffset(2, graph, 0);
        out.addOffset(4, buffers, 0);
        out.finish(out.endTable(), "TFL3");
        return Files.write(file, out.sizedByteArray());
    }

    private static int buffer(FlatBufferBuilder out, byte[] bytes) {
        out.startVector(1, bytes.length, 16);
        for (int i = bytes.length - 1; i >= 0; i--) {
            out.addByte(bytes[i]);
        }
        int data = out.endVector();
        out.startTable(1);
        out.addOffset(0, data, 0);
        return out.endTable();
    }

    private static int tensor(FlatBufferBuilder out, String name, int type, int buffer, int[] shape, int[] signature) {
        int text = out.createString(name);
        int dimensions = ints(out, shape);
        int declared = signature.length == 0 ? 0 : ints(out, signature);
        out.startTable(9);
        out.addOffset(0, dimensions, 0);
        out.addByte(1, (byte) type, 0);
        out.addInt(2, buffer, 0);
        out.addOffset(3, text, 0);
        out.addOffset(7, declared, 0);
        return out.endTable();
    }

    private static int operator(FlatBufferBuilder out, int[] inputs, int[] outputs) {
        int from = ints(out, inputs);
        int to = ints(out, outputs);
        out.startTable(6);
        out.addOffset(1, from, 0);
        out.addOffset(2, to, 0);
        return out.endTable();
    }

    private static int ints(FlatBufferBuilder out, int... values) {
        out.startVector(4, values.length, 4);
        for (int i = values.length - 1; i >= 0; i--) {
            out.addInt(values[i]);
        }
        return out.endVector();
    }
}
