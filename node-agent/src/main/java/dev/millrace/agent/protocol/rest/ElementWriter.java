package dev.millrace.agent.protocol.rest;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.millrace.agent.tensor.ServingException;
import dev.millrace.agent.tensor.Tensor;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;

/** Writes raw elements as JSON values, flat and in row-major order. NaN and infinities become strings: JSON has none. */
final class ElementWriter {
    private ElementWriter() {}

    static void write(JsonGenerator out, Tensor tensor) throws IOException {
        ByteBuffer in = tensor.bytes();
        while (in.hasRemaining()) {
            switch (tensor.datatype()) {
                case BOOL -> out.writeBoolean(in.get() != 0);
                case UINT8 -> out.writeNumber(Byte.toUnsignedInt(in.get()));
                case INT8 -> out.writeNumber((int) in.get());
                case UINT16 -> out.writeNumber(Short.toUnsignedInt(in.getShort()));
                case INT16 -> out.writeNumber((int) in.getShort());
                case UINT32 -> out.writeNumber(Integer.toUnsignedLong(in.getInt()));
                case INT32 -> out.writeNumber(in.getInt());
                case INT64 -> out.writeNumber(in.getLong());
                case UINT64 -> unsigned(out, in.getLong());
                case FP16 -> out.writeNumber(Float.float16ToFloat(in.getShort()));
                case BF16 -> out.writeNumber(Bfloat16.toFloat(in.getShort()));
                case FP32 -> out.writeNumber(in.getFloat());
                case FP64 -> out.writeNumber(in.getDouble());
                case BYTES -> string(out, tensor.name(), in);
            }
        }
    }

    private static void unsigned(JsonGenerator out, long bits) throws IOException {
        if (bits >= 0) {
            out.writeNumber(bits);
        } else {
            out.writeNumber(new BigInteger(Long.toUnsignedString(bits)));
        }
    }

    private static void string(JsonGenerator out, String name, ByteBuffer in) throws IOException {
        int length = in.getInt();
        ByteBuffer text = in.slice(in.position(), length);
        in.position(in.position() + length);
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        try {
            out.writeString(decoder.decode(text).toString());
        } catch (CharacterCodingException e) {
            throw ServingException.invalid(
                    "output '" + name + "' holds bytes that are not UTF-8; Maybe ask for it with binary_data");
        }
    }
}
