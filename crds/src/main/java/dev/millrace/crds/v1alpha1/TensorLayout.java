package dev.millrace.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonValue;

/** The order of the dimensions of an image tensor. */
public enum TensorLayout {
    /** Batch, height, width, channels. */
    NHWC("NHWC"),
    /** Batch, channels, height, width. */
    NCHW("NCHW");

    private final String value;

    TensorLayout(String value) {
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
