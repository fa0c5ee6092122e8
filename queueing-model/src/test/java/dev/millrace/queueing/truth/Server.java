package dev.millrace.queueing.truth;

import java.util.function.Consumer;

/** A place that takes requests and hands each on when it is done. */
interface Server {
    /**
     * Takes a request that arrives now.
     *
     * @param request the request
     * @param done told when it leaves
     */
    void accept(Request request, Consumer<Request> done);

    /** A request in a queue with whom to tell when it leaves. */
    record Waiting(Request request, Consumer<Request> done) {
        void leave() {
            done.accept(request);
        }
    }
}
