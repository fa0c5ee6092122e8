package dev.millrace.crds.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.ValidationMessage;
import dev.millrace.crds.schema.Names;
import java.util.ArrayList;
import java.util.Map;

/** Says in plain words which keyword of a schema a value breaks. */
final class KeywordMessage {
    private static final Map<String, String> PATTERNS = Map.of(
            Names.DURATION_PATTERN, "is not a duration. Maybe a unit is missing: 80ms, 1.5s, 250us",
            Names.QUANTITY_PATTERN,
                    "is not a quantity of memory. Maybe the unit is written differently: 936Mi, 4Gi, 1500M",
            Names.LABEL_PATTERN, "is not a DNS-1123 label: a-z, 0-9 and -, no - at either end",
            Names.SUBDOMAIN_PATTERN, "is not a DNS-1123 subdomain: a-z, 0-9, - and ., no - or . at either end",
            Names.MEMBER_PATTERN, "is not a name: letters, digits, -, _ and ., a letter or digit at either end",
            Names.SHA256_PATTERN, "is not a SHA-256: 64 hexadecimal digits in lower case");

    private KeywordMessage() {}

    static String of(ValidationMessage message) {
        var value = message.getInstanceNode();
        var keyword = message.getSchemaNode();
        return switch (message.getType()) {
            case "type" -> "must be " + types(keyword) + ", is " + Words.describe(value);
            case "enum" -> notListed(value, keyword);
            case "pattern" -> malformed(value, keyword.asText());
            case "format" -> Words.quote(value) + " is not a time such as 2026-01-01T00:00:00Z";
            case "minimum" -> "is " + value + ", must be at least " + plain(keyword);
            case "exclusiveMinimum" -> "is " + value + ", must be greater than " + plain(keyword);
            case "maximum" -> "is " + value + ", must be at most " + plain(keyword);
            case "exclusiveMaximum" -> "is " + value + ", must be less than " + plain(keyword);
            case "minLength" ->
                value.asText().isEmpty()
                        ? "must not be empty"
                        : Words.quote(value) + " is shorter than " + keyword + " characters";
            case "maxLength" -> Words.quote(value) + " is longer than " + keyword + " characters";
            case "minItems", "minProperties" -> "has " + value.size() + " entries, must have at least " + keyword;
            case "maxItems", "maxProperties" -> "has " + value.size() + " entries, must have at most " + keyword;
            default -> message.getError();
        };
    }

    private static String types(JsonNode keyword) {
        if (keyword.isArray()) {
            return "a string or an integer";
        }
        return switch (keyword.asText()) {
            case "array" -> "a list";
            case "integer" -> "an integer";
            case "object" -> "an object";
            default -> "a " + keyword.asText();
        };
    }

    private static String notListed(JsonNode value, JsonNode allowed) {
        var names = new ArrayList<String>();
        allowed.forEach(a -> names.add(a.asText()));
        return Words.quote(value) + " is not one of " + String.join(", ", names) + Words.maybe(value.asText(), names);
    }

    private static String malformed(JsonNode value, String pattern) {
        var original = pattern.replaceFirst("\\\\z$", "\\$");
        return Words.quote(value) + " " + PATTERNS.getOrDefault(original, "must match " + original);
    }

    private static String plain(JsonNode bound) {
        return bound.decimalValue().stripTrailingZeros().toPlainString();
    }
}
