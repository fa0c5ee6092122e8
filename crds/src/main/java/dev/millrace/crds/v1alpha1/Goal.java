package dev.millrace.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonValue;

/** What a plan is to reach when not every app fits. */
public enum Goal {
    /** Host apps in order of priority and age. */
    IN_ORDER("InOrder"),
    /** Host as many apps as possible. */
    MAX_APPS("MaxApps");

    private final String value;

    Goal(String value) {
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
