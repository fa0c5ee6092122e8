package dev.millrace.crds.manifest;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.crds.schema.Names;
import dev.millrace.crds.units.Durations;
import java.util.Arrays;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * The CEL rules of the CustomResourceDefinitions, each with the same check in Java: no CEL interpreter is worth its weight
 * in a command that starts for one answer, and the rules are few. A test holds that every rule is here. A value of the
 * wrong type satisfies a rule; the schema's types complain of it.
 */
enum CelRule {
    POSITIVE_DURATION("duration(self) > duration('0s')", CelRule::positiveDuration),
    SERVICE_NAME(
            "self.metadata.name.size() <= 63 && self.metadata.name.matches('^[a-z]([-a-z0-9]*[a-z0-9])?$')",
            o -> serviceName(o.path("metadata").path("name").asText())),
    CV2_IFF_GENERAL(
            "has(self.process) && self.process == 'General' ? has(self.cv2) : !has(self.cv2)",
            a -> is(a, "process", "General") == a.has("cv2")),
    MAX_AT_LEAST_MIN(
            "self.max >= self.min", r -> r.path("max").asLong() >= r.path("min").asLong()),
    TOLERATION(
            "has(self.operator) && self.operator == 'Exists' ? !has(self.value) || self.value == ''"
                    + " : has(self.key) && self.key != ''",
            t -> is(t, "operator", "Exists")
                    ? t.path("value").asText().isEmpty()
                    : !t.path("key").asText().isEmpty()),
    SET_OR_BATCH(
            "!(has(self.coResident) && has(self.maxBatch) && self.maxBatch > 1)",
            a -> !a.has("coResident") || a.path("maxBatch").asLong() <= 1),
    /** Compares with what is stored; a manifest by itself cannot break it. */
    IMMUTABLE("self == oldSelf", v -> true),
    /** Compares with what is stored; a manifest by itself cannot break it. */
    EPOCH_NEVER_BACK(
            "!has(oldSelf.planEpoch) || (has(self.planEpoch) && self.planEpoch >= oldSelf.planEpoch)", v -> true);

    private static final Pattern SERVICE = Pattern.compile("[a-z]([-a-z0-9]*[a-z0-9])?");
    private static final Pattern DURATION = Pattern.compile(Names.DURATION_PATTERN);

    private final String cel;
    private final Predicate<JsonNode> check;

    CelRule(String cel, Predicate<JsonNode> check) {
        this.cel = cel;
        this.check = check;
    }

    /**
     * The rule with this text.
     *
     * @throws IllegalArgumentException where a CustomResourceDefinition has a rule that is not here
     */
    static CelRule of(String cel) {
        return Arrays.stream(values())
                .filter(r -> r.cel.equals(cel))
                .findAny()
                .orElseThrow(() -> new IllegalArgumentException("CEL rule without check in Java: " + cel));
    }

    boolean holds(JsonNode value) {
        return check.test(value);
    }

    private static boolean is(JsonNode object, String field, String value) {
        return object.path(field).asText().equals(value);
    }

    private static boolean serviceName(String name) {
        return name.isEmpty() || name.length() <= 63 && SERVICE.matcher(name).matches();
    }

    private static boolean positiveDuration(JsonNode value) {
        if (!value.isTextual() || !DURATION.matcher(value.asText()).matches()) {
            return true;
        }
        try {
            return Durations.millis(value.asText()) > 0;
        } catch (IllegalArgumentException tooLong) {
            return false;
        }
    }
}
