package dev.millrace.agent.protocol.rest;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.millrace.agent.protocol.Limits;
import dev.millrace.agent.protocol.TensorLimits;
import dev.millrace.agent.tensor.Datatype;
import dev.millrace.agent.tensor.ServingException;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Turns JSON values into raw elements of one datatype, in a buffer that grows. */
final class ElementSink {
    private static final BigInteger MAX_UINT64 =
            BigInteger.ONE.shiftLeft(Long.SIZE).subtract(BigInteger.ONE);

    private final String tensor;
    private final Datatype datatype;
    private final Limits limits;
    private ByteBuffer out;
    private int strings;

    ElementSink(String tensor, Datatype datatype, int expectedElements, Limits limits) {
        this.tensor = tensor;
        this.datatype = datatype;
        this.limits = limits;
        int bytes = Math.max(16, Math.min(1 << 20, expectedElements * Math.max(8, datatype.elementBytes())));
        this.out = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    ByteBuffer finish() {
        return out.flip();
    }

    /** Takes the scalar that the parser stands on. */
    void take(JsonParser parser) throws IOException {
        JsonToken token = parser.currentToken();
        switch (datatype) {
            case BOOL -> room(1).put(bool(parser, token));
            case UINT8 -> room(1).put((byte) integer(parser, token, 0, 0xFF));
            case INT8 -> room(1).put((byte) integer(parser, token, Byte.MIN_VALUE, Byte.MAX_VALUE));
            case UINT16 -> room(2).putShort((short) integer(parser, token, 0, 0xFFFF));
            case INT16 -> room(2).putShort((short) integer(parser, token, Short.MIN_VALUE, Short.MAX_VALUE));
            case UINT32 -> room(4).putInt((int) integer(parser, token, 0, 0xFFFF_FFFFL));
            case INT32 -> room(4).putInt((int) integer(parser, token, Integer.MIN_VALUE, Integer.MAX_VALUE));
            case INT64 -> room(8).putLong(integer(parser, token, Long.MIN_VALUE, Long.MAX_VALUE));
            case UINT64 -> room(8).putLong(unsigned(parser, token));
            case FP16 -> room(2).putShort(Float.floatToFloat16((float) real(parser, token)));
            case BF16 -> room(2).putShort(Bfloat16.of((float) real(parser, token)));
            case FP32 -> room(4).putFloat((float) real(parser, token));
            case FP64 -> room(8).putDouble(real(parser, token));
            case BYTES -> {
                if (token != JsonToken.VALUE_STRING) {
                    throw refuse(parser, "a string");
                }
                if (strings++ == limits.maxStrings()) {
                    throw TensorLimits.tooManyStrings(tensor, limits);
                }
                byte[] text = parser.getText().getBytes(StandardCharsets.UTF_8);
                room(4 + text.length).putInt(text.length).put(text);
            }
        }
    }

    private byte bool(JsonParser parser, JsonToken token) throws IOException {
        return switch (token) {
            case VALUE_TRUE -> 1;
            case VALUE_FALSE -> 0;
            default -> (byte) integer(parser, token, 0, 1);
        };
    }

    private long integer(JsonParser parser, JsonToken token, long least, long most) throws IOException {
        if (token == JsonToken.VALUE_NUMBER_INT && parser.getNumberType() != JsonParser.NumberType.BIG_INTEGER) {
            long value = parser.getLongValue();
            if (value >= least && value <= most) {
                return value;
            }
        }
        throw refuse(parser, "an integer from " + least + " to " + most);
    }

    private long unsigned(JsonParser parser, JsonToken token) throws IOException {
        if (token == JsonToken.VALUE_NUMBER_INT) {
            BigInteger value = parser.getBigIntegerValue();
            if (value.signum() >= 0 && value.compareTo(MAX_UINT64) <= 0) {
                return value.longValue();
            }
        }
        throw refuse(parser, "an integer from 0 to " + MAX_UINT64);
    }

    private double real(JsonParser parser, JsonToken token) throws IOException {
        if (token.isNumeric()) {
            return parser.getDoubleValue();
        }
        if (token == JsonToken.VALUE_STRING) {
            switch (parser.getText()) {
                case "NaN":
                    return Double.NaN;
                case "Infinity":
                    return Double.POSITIVE_INFINITY;
                case "-Infinity":
                    return Double.NEGATIVE_INFINITY;
                default:
            }
        }
        throw refuse(parser, "a number");
    }

    private ServingException refuse(JsonParser parser, String expected) throws IOException {
        String found = parser.getText();
        String shown = found.length() > 40 ? found.substring(0, 40) + "…" : found;
        return ServingException.invalid(
                "input '" + tensor + "' of datatype " + datatype + " takes " + expected + ", not " + shown);
    }

    private ByteBuffer room(int bytes) {
        if (out.remaining() < bytes) {
            long needed = (long) out.position() + bytes;
            if (needed > limits.maxTensorBytes()) {
                throw TensorLimits.tooLarge(tensor, limits);
            }
            int size = (int) Math.min(limits.maxTensorBytes(), Math.max(out.capacity() * 2L, needed));
            byte[] grown = Arrays.copyOf(out.array(), size);
            out = ByteBuffer.wrap(grown).order(ByteOrder.LITTLE_ENDIAN).position(out.position());
        }
        return out;
    }
}
