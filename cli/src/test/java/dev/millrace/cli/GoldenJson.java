package dev.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/** Compares a document with a stored one: same keys in the same order, same values; times within a relative tolerance. */
final class GoldenJson {
    private static final double TOLERANCE = 0.005;

    private GoldenJson() {}

    static void assertMatches(String golden, JsonNode actual) throws IOException {
        try (InputStream in = GoldenJson.class.getResourceAsStream("/golden/" + golden)) {
            compare("$", new ObjectMapper().readTree(in), actual);
        }
    }

    private static void compare(String path, JsonNode expected, JsonNode actual) {
        assertThat(actual.getNodeType()).as(path).isEqualTo(expected.getNodeType());
        if (expected.isObject()) {
            assertThat(keys(actual)).as(path).isEqualTo(keys(expected));
            keys(expected).forEach(key -> compare(path + "." + key, expected.get(key), actual.get(key)));
        } else if (expected.isArray()) {
            assertThat(actual.size()).as(path).isEqualTo(expected.size());
            for (int i = 0; i < expected.size(); i++) {
                compare(path + "[" + i + "]", expected.get(i), actual.get(i));
            }
        } else if (expected.isNumber()) {
            double value = expected.asDouble();
            assertThat(Math.abs(actual.asDouble() - value))
                    .as(path + " is " + actual + ", expected " + expected)
                    .isLessThanOrEqualTo(TOLERANCE * Math.abs(value));
        } else {
            assertThat(actual).as(path).isEqualTo(expected);
        }
    }

    private static List<String> keys(JsonNode object) {
        List<String> keys = new ArrayList<>();
        object.fieldNames().forEachRemaining(keys::add);
        return keys;
    }
}
