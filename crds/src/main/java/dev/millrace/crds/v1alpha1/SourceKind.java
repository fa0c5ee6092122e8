package dev.millrace.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonValue;

/** Where the figures of a profile come from. */
public enum SourceKind {
    /** Measured on the device type. */
    MEASURED("Measured"),
    /** Taken from a publication. */
    PUBLISHED("Published"),
    /** An estimate. */
    ESTIMATED("Estimated");

    private final String value;

    SourceKind(String value) {
        this.value = value;
    }

    /** The value as it stands in a manifest. */
    @JsonValue
    public String value() {
        return value;
    }

    @Override
    public String toString() {
        return value;
    }
}
