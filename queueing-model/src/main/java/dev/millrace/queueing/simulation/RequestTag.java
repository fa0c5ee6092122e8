package dev.millrace.queueing.simulation;

/** A request's flow and whether its response is recorded (not during warm-up), packed in an int. */
final class RequestTag {
    private RequestTag() {}

    static int of(int flow, boolean recorded) {
        return flow << 1 | (recorded ? 1 : 0);
    }

    static int flow(int tag) {
        return tag >> 1;
    }

    static boolean isRecorded(int tag) {
        return (tag & 1) != 0;
    }
}
