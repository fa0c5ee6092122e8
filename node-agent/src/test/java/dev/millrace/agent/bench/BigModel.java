package dev.millrace.agent.bench;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/** An ONNX model of five matrices of 40 MB, multiplied one after the other; fields by their numbers in onnx.proto. */
final class BigModel {
    private static final int SIZE = 3200;
    private static final int MATRICES = 5;
    private static final int FLOAT = 1;

    private BigModel() {}

    static Path write(Path file) throws IOException {
        try (OutputStream stream = new BufferedOutputStream(Files.newOutputStream(file), 1 << 20)) {
            CodedOutputStream out = CodedOutputStream.newInstance(stream);
            out.writeInt64(1, 8);
            out.writeBytes(8, message(opset -> opset.writeInt64(2, 13)));
            ByteString head = message(graph -> {
                for (int i = 0; i < MATRICES; i++) {
                    int layer = i;
                    graph.writeBytes(1, message(node -> {
                        node.writeString(1, layer == 0 ? "x" : "h" + layer);
                        node.writeString(1, "w" + layer);
                        node.writeString(2, layer == MATRICES - 1 ? "y" : "h" + (layer + 1));
                        node.writeString(4, "MatMul");
                    }));
                }
                graph.writeString(2, "big");
                graph.writeBytes(11, value("x"));
                graph.writeBytes(12, value("y"));
            });
            // The graph is written in pieces: its length is known, its matrices are made one at a time.
            long length = head.size();
            for (int i = 0; i < MATRICES; i++) {
                length += CodedOutputStream.computeTagSize(5)
                        + CodedOutputStream.computeUInt32SizeNoTag(tensorBytes(i))
                        + tensorBytes(i);
            }
            out.writeTag(7, 2);
            out.writeUInt64NoTag(length);
            out.writeRawBytes(head);
            for (int i = 0; i < MATRICES; i++) {
                out.writeTag(5, 2);
                out.writeUInt32NoTag(tensorBytes(i));
                writeTensor(out, i);
            }
            out.flush();
        }
        return file;
    }

    private static int tensorBytes(int index) {
        return 2 * CodedOutputStream.computeInt64Size(1, SIZE)
                + CodedOutputStream.computeInt32Size(2, FLOAT)
                + CodedOutputStream.computeStringSize(8, "w" + index)
                + CodedOutputStream.computeTagSize(9)
                + CodedOutputStream.computeUInt32SizeNoTag(SIZE * SIZE * 4)
                + SIZE * SIZE * 4;
    }

    private static void writeTensor(CodedOutputStream out, int index) throws IOException {
        out.writeInt64(1, SIZE);
        out.writeInt64(1, SIZE);
        out.writeInt32(2, FLOAT);
        out.writeString(8, "w" + index);
        out.writeTag(9, 2);
        out.writeUInt32NoTag(SIZE * SIZE * 4);
        Random random = new Random(index);
        ByteBuffer row = ByteBuffer.allocate(SIZE * 4).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < SIZE; i++) {
            row.clear();
            for (int j = 0; j < SIZE; j++) {
                row.putFloat(random.nextFloat() / SIZE);
            }
            out.writeRawBytes(row.flip());
        }
    }

    private static ByteString value(String name) throws IOException {
        ByteString batch = message(dimension -> dimension.writeInt64(1, 1));
        ByteString width = message(dimension -> dimension.writeInt64(1, SIZE));
        ByteString shape = message(out -> {
            out.writeBytes(1, batch);
            out.writeBytes(1, width);
        });
        ByteString tensor = message(out -> {
            out.writeInt32(1, FLOAT);
            out.writeBytes(2, shape);
        });
        ByteString type = message(out -> out.writeBytes(1, tensor));
        return message(out -> {
            out.writeString(1, name);
            out.writeBytes(2, type);
        });
    }

    private interface Fields {
        void write(CodedOutputStream out) throws IOException;
    }

    private static ByteString message(Fields fields) throws IOException {
        ByteString.Output bytes = ByteString.newOutput();
        CodedOutputStream out = CodedOutputStream.newInstance(bytes);
        fields.write(out);
        out.flush();
        return bytes.toByteString();
    }
}
