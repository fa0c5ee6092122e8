package dev.millrace.agent.protocol;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Damages valid inputs: bytes changed, taken out, doubled, and replaced by what parsers stumble over. */
public final class Mutations {
    private static final List<String> WORDS = List.of(
            "{",
            "}",
            "[",
            "]",
            "\"",
            ":",
            ",",
            "null",
            "true",
            "-1",
            "1e999",
            "-0",
            "NaN",
            "9223372036854775808",
            "18446744073709551616",
            "0.1",
            "\\u0000",
            "\\ud800",
            "\"BYTES\"",
            "\"FP16\"",
            "[[[[[[[[",
            "\u00e9",
            " ");

    private final Random random;

    public Mutations(long seed) {
        this.random = new Random(seed);
    }

    public byte[] next(byte[] valid) {
        byte[] current = valid;
        int times = 1 + random.nextInt(4);
        for (int i = 0; i < times; i++) {
            current = once(current);
        }
        return current;
    }

    private byte[] once(byte[] input) {
        if (input.length == 0) {
            return new byte[] {(byte) random.nextInt()};
        }
        int from = random.nextInt(input.length);
        int to = Math.min(input.length, from + 1 + random.nextInt(12));
        return switch (random.nextInt(6)) {
            case 0 -> {
                byte[] changed = input.clone();
                changed[from] = (byte) random.nextInt();
                yield changed;
            }
            case 1 -> {
                byte[] changed = input.clone();
                changed[from] ^= (byte) (1 << random.nextInt(8));
                yield changed;
            }
            case 2 -> joined(input, from, new byte[0], to);
            case 3 -> joined(input, to, Arrays.copyOfRange(input, from, to), to);
            case 4 ->
                joined(input, from, WORDS.get(random.nextInt(WORDS.size())).getBytes(StandardCharsets.UTF_8), to);
            default -> Arrays.copyOf(input, from);
        };
    }

    private static byte[] joined(byte[] input, int end, byte[] middle, int start) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(input.length + middle.length);
        out.write(input, 0, end);
        out.writeBytes(middle);
        out.write(input, start, input.length - start);
        return out.toByteArray();
    }
}
