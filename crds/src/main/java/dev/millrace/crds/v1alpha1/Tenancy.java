package dev.millrace.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonValue;

/** Whether apps may share one loaded copy of a model. */
public enum Tenancy {
    /** Apps whose artefact digest is equal share one loaded copy. */
    SHARED("Shared"),
    /** A private copy, never shared. */
    DEDICATED("Dedicated");

    private final String value;

    Tenancy(String value) {
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
