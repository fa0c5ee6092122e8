package dev.millrace.queueing.simulation;

/**
 * A station that is told of arrivals in the order of time and works off, when told, what is done by then.
 *
 * <p>Nothing flows back from a device to the CPU, so no common event list is needed: each station advances by itself.
 */
abstract class Station {
    private final ResponseSink[] sinks;

    Station(ResponseSink[] sinks) {
        this.sinks = sinks;
    }

    /**
     * A request reaches the station.
     *
     * @param now time in ms, never before that of an earlier call
     * @param start time at which the request reached the node
     * @param tag its {@link RequestTag}
     * @param workMs its service time if it is served alone; NaN where that is drawn when it starts
     */
    abstract void arrive(double now, double start, int tag, double workMs);

    /** Time in ms that the station was busy so far, summed over its servers. */
    abstract double busyMs();

    final void complete(double end, double start, int tag) {
        if (RequestTag.isRecorded(tag)) {
            sinks[RequestTag.flow(tag)].record(end - start);
        }
    }
}
