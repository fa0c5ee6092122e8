package dev.millrace.queueing.model;

/** How a device serves the copies loaded on it. */
public enum DeviceClass {
    /** One request at a time over all copies; a copy that is not resident pays its switch time first. */
    EDGE_TPU,
    /** One worker per copy; copies with work share the device equally; a worker may take several requests as one batch. */
    GPU,
    /** The node's cores, first come first served, one core per visit; also the station of the pre-processing. */
    CPU
}
