package dev.millrace.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonValue;

/** What kind of accelerator a device is, and with it how it serves. */
public enum DeviceClass {
    /** One request at a time over all apps; a model change costs its switch time. */
    EDGE_TPU("EdgeTPU"),
    /** One worker per loaded copy, sharing the device equally; batches. */
    GPU("GPU"),
    /** The node's cores, first come first served, one core per visit. */
    CPU("CPU");

    private final String value;

    DeviceClass(String value) {
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
