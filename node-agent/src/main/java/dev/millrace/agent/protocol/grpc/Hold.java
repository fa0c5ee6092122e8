package dev.millrace.agent.protocol.grpc;

import dev.millrace.agent.protocol.HeldBytes;
import dev.millrace.agent.protocol.grpc.oip.ModelInferRequest;
import dev.millrace.agent.tensor.Fault;
import dev.millrace.agent.tensor.ServingException;
import java.util.concurrent.atomic.AtomicInteger;

/** A request's share of the bytes that the agent holds, given back once. */
final class Hold {
    private final HeldBytes held;
    private final AtomicInteger bytes;

    private Hold(HeldBytes held, int bytes) {
        this.held = held;
        this.bytes = new AtomicInteger(bytes);
    }

    /** @throws ServingException (unavailable) where the agent holds as much as it can */
    static Hold of(ModelInferRequest request, HeldBytes held) {
        int bytes = request.getSerializedSize();
        if (!held.take(bytes)) {
            throw ServingException.of(Fault.UNAVAILABLE, "the agent holds as many requests as it can; Maybe try again");
        }
        return new Hold(held, bytes);
    }

    void release() {
        held.release(bytes.getAndSet(0));
    }
}
