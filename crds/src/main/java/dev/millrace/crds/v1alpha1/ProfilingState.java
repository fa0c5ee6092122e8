package dev.millrace.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonValue;

/** How far an agent is with a profiling task. */
public enum ProfilingState {
    /** The device is in use, or another task runs. */
    WAITING("Waiting"),
    /** The artefact is being fetched, verified and loaded, or runs are being timed. */
    MEASURING("Measuring"),
    /** The figures stand. */
    MEASURED("Measured"),
    /** There are no figures; reason and message say why. */
    FAILED("Failed");

    private final String value;

    ProfilingState(String value) {
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
