package dev.millrace.crds.schema;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** A valid object of each kind: {@code full} has every field, {@code minimal} only those that are required. */
public final class FullObjects {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private FullObjects() {}

    public static ObjectNode full(Class<?> kind) {
        return read(kind, "full");
    }

    public static ObjectNode minimal(Class<?> kind) {
        return read(kind, "minimal");
    }

    /** The full object as it was written. */
    static String fullText(Class<?> kind) {
        return text(kind, "full");
    }

    private static ObjectNode read(Class<?> kind, String variant) {
        Object loaded = new Load(LoadSettings.builder().build()).loadFromString(text(kind, variant));
        try {
            // Through text, so that numbers have the types that JSON gives them.
            return (ObjectNode) MAPPER.readTree(MAPPER.writeValueAsString(loaded));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(Class<?> kind, String variant) {
        var resource = "/kinds/" + kind.getSimpleName() + "." + variant + ".yaml";
        try (var in = FullObjects.class.getResourceAsStream(resource)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
