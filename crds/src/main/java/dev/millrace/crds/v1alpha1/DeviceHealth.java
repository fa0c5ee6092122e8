package dev.millrace.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonValue;

/** Whether a device can serve. */
public enum DeviceHealth {
    /** It can. */
    HEALTHY("Healthy"),
    /** It cannot. */
    UNHEALTHY("Unhealthy");

    private final String value;

    DeviceHealth(String value) {
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
