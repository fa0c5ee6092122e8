package dev.millrace.queueing.simulation;

/** Takes the responses of the recorded requests of one or several flows, in the order in which they end. */
interface ResponseSink {
    /** One response in ms, without the constant network latency. */
    void record(double responseMs);
}
