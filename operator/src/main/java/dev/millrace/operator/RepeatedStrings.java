package dev.millrace.operator;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.deser.std.StringDeserializer;
import java.io.IOException;

/**
 * Reads equal strings as one, as far as a table of fixed size remembers them. Of the strings of a large cluster's objects nine
 * in ten repeat others (types and reasons of conditions, namespaces, device names), and they are a third of all that the
 * caches hold.
 */
final class RepeatedStrings extends StdScalarDeserializer<String> {
    private static final long serialVersionUID = 1;

    /** A power of two; half a megabyte of references at most. */
    private static final int SLOTS = 1 << 16;

    /** What is longer hardly repeats. */
    private static final int LONGEST = 100;

    /** Racing threads may each keep an equal string of their own, no more: strings need no lock to be handed over. */
    private final transient String[] seen = new String[SLOTS];

    RepeatedStrings() {
        super(String.class);
    }

    @Override
    public String deserialize(JsonParser parser, DeserializationContext context) throws IOException {
        String read = StringDeserializer.instance.deserialize(parser, context);
        return read == null || read.length() > LONGEST ? read : first(read);
    }

    private String first(String read) {
        int hash = read.hashCode();
        int slot = (hash ^ (hash >>> 16)) & (SLOTS - 1);
        String earlier = seen[slot];
        if (read.equals(earlier)) {
            return earlier;
        }
        seen[slot] = read;
        return read;
    }
}
