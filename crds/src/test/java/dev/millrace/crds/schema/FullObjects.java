package dev.millrace.crds.schema;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
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

    private static ObjectNode read(Class<?> kind, String variant) {
        var resource = "/kinds/" + kind.getSimpleName() + "." + variant + ".yaml";
        try (var in = FullObjects.class.getResourceAsStream(resource)) {
            Object loaded = new Load(LoadSettings.builder().build()).loadFromInputStream(in);
            // Through text, so that numbers have the types that JSON gives them.
            return (ObjectNode) MAPPER.readTree(MAPPER.writeValueAsString(loaded));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
