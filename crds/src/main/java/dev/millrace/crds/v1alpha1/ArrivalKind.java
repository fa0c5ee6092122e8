package dev.millrace.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonValue;

/** The arrival process of a request stream. */
public enum ArrivalKind {
    /** Independent requests. */
    POISSON("Poisson"),
    /** A fixed period with unknown phase, as a camera sends. */
    PERIODIC("Periodic"),
    /** Independent Gamma inter-arrival times with a given cv2. */
    GENERAL("General");

    private final String value;

    ArrivalKind(String value) {
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
