package dev.millrace.agent.protocol.grpc;

import com.google.protobuf.ByteString;
import dev.millrace.agent.protocol.grpc.oip.InferTensorContents;
import dev.millrace.agent.tensor.Datatype;
import dev.millrace.agent.tensor.ServingException;
import dev.millrace.agent.tensor.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Typed tensor contents to and from raw elements. */
final class TypedContents {
    private TypedContents() {}

    /** Whether the datatype has a typed form; FP16 and BF16 are raw only. */
    static boolean has(Datatype datatype) {
        return datatype != Datatype.FP16 && datatype != Datatype.BF16;
    }

    /** @throws ServingException (invalid) where a value does not fit, or contents of another type are set */
    static ByteBuffer read(String name, Datatype datatype, InferTensorContents contents) {
        int count = count(name, datatype, contents);
        ByteBuffer out = ByteBuffer.allocate(bytes(datatype, count, contents)).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < count; i++) {
            switch (datatype) {
                case BOOL -> out.put((byte) (contents.getBoolContents(i) ? 1 : 0));
                case UINT8 -> out.put((byte) unsigned(name, datatype, contents.getUintContents(i), 0xFF));
                case UINT16 -> out.putShort((short) unsigned(name, datatype, contents.getUintContents(i), 0xFFFF));
                case UINT32 -> out.putInt(contents.getUintContents(i));
                case UINT64 -> out.putLong(contents.getUint64Contents(i));
                case INT8 -> out.put((byte) signed(name, datatype, contents.getIntContents(i), Byte.MAX_VALUE));
                case INT16 -> out.putShort((short) signed(name, datatype, contents.getIntContents(i), Short.MAX_VALUE));
                case INT32 -> out.putInt(contents.getIntContents(i));
                case INT64 -> out.putLong(contents.getInt64Contents(i));
                case FP32 -> out.putFloat(contents.getFp32Contents(i));
                case FP64 -> out.putDouble(contents.getFp64Contents(i));
                case BYTES -> {
                    ByteString text = contents.getBytesContents(i);
                    out.putInt(text.size());
                    text.copyTo(out);
                }
                case FP16, BF16 -> throw rawOnly(name, datatype);
            }
        }
        return out.flip();
    }

    static InferTensorContents write(Tensor tensor) {
        InferTensorContents.Builder out = InferTensorContents.newBuilder();
        ByteBuffer in = tensor.bytes();
        while (in.hasRemaining()) {
            switch (tensor.datatype()) {
                case BOOL -> out.addBoolContents(in.get() != 0);
                case UINT8 -> out.addUintContents(Byte.toUnsignedInt(in.get()));
                case UINT16 -> out.addUintContents(Short.toUnsignedInt(in.getShort()));
                case UINT32 -> out.addUintContents(in.getInt());
                case UINT64 -> out.addUint64Contents(in.getLong());
                case INT8 -> out.addIntContents(in.get());
                case INT16 -> out.addIntContents(in.getShort());
                case INT32 -> out.addIntContents(in.getInt());
                case INT64 -> out.addInt64Contents(in.getLong());
                case FP32 -> out.addFp32Contents(in.getFloat());
                case FP64 -> out.addFp64Contents(in.getDouble());
                case BYTES -> {
                    int length = in.getInt();
                    out.addBytesContents(ByteString.copyFrom(in.slice(in.position(), length)));
                    in.position(in.position() + length);
                }
                case FP16, BF16 -> throw rawOnly(tensor.name(), tensor.datatype());
            }
        }
        return out.build();
    }

    private static int count(String name, Datatype datatype, InferTensorContents contents) {
        int expected = switch (datatype) {
            case BOOL -> contents.getBoolContentsCount();
            case UINT8, UINT16, UINT32 -> contents.getUintContentsCount();
            case UINT64 -> contents.getUint64ContentsCount();
            case INT8, INT16, INT32 -> contents.getIntContentsCount();
            case INT64 -> contents.getInt64ContentsCount();
            case FP32 -> contents.getFp32ContentsCount();
            case FP64 -> contents.getFp64ContentsCount();
            case BYTES -> contents.getBytesContentsCount();
            case FP16, BF16 -> throw rawOnly(name, datatype);
        };
        int all = contents.getBoolContentsCount()
                + contents.getUintContentsCount()
                + contents.getUint64ContentsCount()
                + contents.getIntContentsCount()
                + contents.getInt64ContentsCount()
                + contents.getFp32ContentsCount()
                + contents.getFp64ContentsCount()
                + contents.getBytesContentsCount();
        if (all != expected) {
            throw ServingException.invalid(
                    "input '" + name + "' of datatype " + datatype + " has contents of another type");
        }
        return expected;
    }

    private static int bytes(Datatype datatype, int count, InferTensorContents contents) {
        if (datatype != Datatype.BYTES) {
            return count * datatype.elementBytes();
        }
        int bytes = 4 * count;
        for (ByteString text : contents.getBytesContentsList()) {
            bytes += text.size();
        }
        return bytes;
    }

    private static long unsigned(String name, Datatype datatype, int value, long most) {
        if (Integer.toUnsignedLong(value) > most) {
            throw outOfRange(name, datatype, Integer.toUnsignedString(value));
        }
        return value;
    }

    private static long signed(String name, Datatype datatype, int value, long most) {
        if (value > most || value < -most - 1) {
            throw outOfRange(name, datatype, Integer.toString(value));
        }
        return value;
    }

    private static ServingException outOfRange(String name, Datatype datatype, String value) {
        return ServingException.invalid("input '" + name + "' of datatype " + datatype + " does not take " + value);
    }

    private static ServingException rawOnly(String name, Datatype datatype) {
        return ServingException.invalid(
                "tensor '" + name + "' of datatype " + datatype + " has no typed contents; Maybe use raw contents");
    }
}
