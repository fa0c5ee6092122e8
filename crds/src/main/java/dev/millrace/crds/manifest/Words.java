package dev.millrace.crds.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** How values and names are put into messages. */
final class Words {
    private static final int LONGEST_VALUE = 60;

    private Words() {}

    /** A value in quotes, cut where it is long. */
    static String quote(JsonNode value) {
        var text = value.isValueNode() ? value.asText() : value.toString();
        return "'" + (text.length() > LONGEST_VALUE ? text.substring(0, LONGEST_VALUE) + "…" : text) + "'";
    }

    /** What kind of value it is, with article. */
    static String describe(JsonNode value) {
        return switch (value.getNodeType()) {
            case ARRAY -> "a list";
            case OBJECT, POJO -> "an object";
            case NUMBER -> value.isIntegralNumber() ? "an integer" : "a number";
            case BOOLEAN -> "a boolean";
            case NULL, MISSING -> "empty";
            case STRING, BINARY -> "a string";
        };
    }

    /** {@code ". Maybe NAME"} for the candidate closest to a misspelt name, or nothing where none is close. */
    static String maybe(String misspelt, Collection<String> candidates) {
        return closest(misspelt, candidates).map(c -> ". Maybe " + c).orElse("");
    }

    private static Optional<String> closest(String misspelt, Collection<String> candidates) {
        int furthest = Math.max(1, misspelt.length() / 3);
        return candidates.stream()
                .filter(c -> distance(misspelt, c) <= furthest)
                .min(Comparator.comparingInt((String c) -> distance(misspelt, c))
                        .thenComparing(Comparator.naturalOrder()));
    }

    /** Levenshtein distance, ignoring case. */
    private static int distance(String one, String other) {
        var a = one.toLowerCase(Locale.ROOT);
        var b = other.toLowerCase(Locale.ROOT);
        int[] previous = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] current = new int[b.length() + 1];
            current[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int substitution = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                current[j] = Math.min(substitution, 1 + Math.min(previous[j], current[j - 1]));
            }
            previous = current;
        }
        return previous[b.length()];
    }
}
