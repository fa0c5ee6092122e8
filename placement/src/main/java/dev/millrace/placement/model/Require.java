package dev.millrace.placement.model;

/** Checks of record components; every failure names the field and the offending value. */
final class Require {
    private Require() {}

    static String text(String field, String value) {
        that(!value.isBlank(), field, value, "must not be blank");
        return value;
    }

    static void positive(String field, double value) {
        that(value > 0 && Double.isFinite(value), field, value, "must be positive and finite");
    }

    static void notNegative(String field, double value) {
        that(value >= 0 && Double.isFinite(value), field, value, "must not be negative");
    }

    static void notNegative(String field, long value) {
        that(value >= 0, field, value, "must not be negative");
    }

    static void fraction(String field, double value) {
        that(value >= 0 && value <= 1, field, value, "must lie in [0, 1]");
    }

    static void that(boolean holds, String field, Object value, String rule) {
        if (!holds) {
            throw new IllegalArgumentException(field + ": " + value + ": " + rule);
        }
    }
}
