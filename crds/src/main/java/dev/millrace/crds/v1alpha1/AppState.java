package dev.millrace.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonValue;

/** How far an agent is with an app on a device. */
public enum AppState {
    /** The artefact is being fetched and verified. */
    FETCHING("Fetching"),
    /** The artefact is being loaded onto the device. */
    LOADING("Loading"),
    /** Requests are served. */
    READY("Ready"),
    /** No new requests; those begun are finished. */
    DRAINING("Draining"),
    /** It cannot serve; reason and message say why. */
    FAILED("Failed");

    private final String value;

    AppState(String value) {
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
