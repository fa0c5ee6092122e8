package dev.millrace.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonValue;

/** The order in which a device serves waiting requests. */
public enum Discipline {
    /** In order of arrival. */
    FCFS("Fcfs"),
    /** Requests of resident copies first, by earliest deadline. */
    SWAP_AWARE("SwapAware");

    private final String value;

    Discipline(String value) {
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
