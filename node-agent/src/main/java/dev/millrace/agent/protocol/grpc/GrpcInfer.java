package dev.millrace.agent.protocol.grpc;

import dev.millrace.agent.access.Access;
import dev.millrace.agent.protocol.HeldBytes;
import dev.millrace.agent.protocol.Limits;
import dev.millrace.agent.protocol.grpc.oip.ModelInferRequest;
import dev.millrace.agent.protocol.grpc.oip.ModelInferResponse;
import dev.millrace.agent.serving.Destination;
import dev.millrace.agent.serving.InferService;
import dev.millrace.agent.serving.Reply;
import dev.millrace.agent.tensor.Fault;
import dev.millrace.agent.tensor.InferRequest;
import dev.millrace.agent.tensor.InferResponse;
import dev.millrace.agent.tensor.ServingException;
import dev.millrace.agent.tracing.TraceContext;
import io.grpc.Context;
import io.grpc.Deadline;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** ModelInfer: admits, reads, serves or forwards. */
final class GrpcInfer {
    private final InferService service;
    private final GrpcForwarder forwarder;
    private final Access access;
    private final Limits limits;
    private final HeldBytes held;

    GrpcInfer(InferService service, GrpcForwarder forwarder, Access access, Limits limits, HeldBytes held) {
        this.held = held;
        this.service = service;
        this.forwarder = forwarder;
        this.access = access;
        this.limits = limits;
    }

    /** @throws ServingException where the request is not admitted */
    void infer(ModelInferRequest request, FaultBarrier.Arrival arrival, StreamObserver<ModelInferResponse> out) {
        access.caller(arrival.authorization()).require(request.getModelName());
        Hold hold = Hold.of(request, held);
        try {
            admitted(request, arrival, hold, out);
        } catch (RuntimeException e) {
            hold.release();
            throw e;
        }
    }

    private void admitted(
            ModelInferRequest request,
            FaultBarrier.Arrival arrival,
            Hold hold,
            StreamObserver<ModelInferResponse> out) {
        switch (service.admit(request.getModelName(), arrival.forwarded(), arrival.nanos())) {
            case Destination.Remote remote -> forwarder.forward(request, remote, arrival, hold, out);
            case Destination.Local local -> {
                InferRequest parsed;
                try {
                    parsed = GrpcTensors.read(request, limits).within(timeLeft(arrival));
                } catch (ServingException e) {
                    service.abandon(local, e);
                    throw e;
                } catch (RuntimeException e) {
                    service.abandon(local, ServingException.of(Fault.INTERNAL, "the agent failed"));
                    throw e;
                }
                service.infer(
                        local,
                        parsed,
                        arrival.nanos(),
                        new GrpcReply(request, out, hold, arrival.loop(), arrival.trace()));
            }
        }
    }

    /** Microseconds from arrival to the call's own deadline; 0 where it has none. */
    private static long timeLeft(FaultBarrier.Arrival arrival) {
        Deadline deadline = Context.current().getDeadline();
        if (deadline == null) {
            return 0;
        }
        long sinceArrival = (System.nanoTime() - arrival.nanos()) / 1000;
        return Math.max(1, sinceArrival + deadline.timeRemaining(TimeUnit.MICROSECONDS));
    }

    private record GrpcReply(
            ModelInferRequest asked,
            StreamObserver<ModelInferResponse> out,
            Hold hold,
            Executor executor,
            @Nullable TraceContext trace)
            implements Reply {
        @Override
        public void answer(InferResponse response) {
            hold.release();
            if (gone()) {
                return;
            }
            out.onNext(GrpcTensors.write(asked, response));
            out.onCompleted();
        }

        @Override
        public void fail(ServingException error) {
            hold.release();
            if (!gone()) {
                out.onError(GrpcFaults.of(error));
            }
        }

        private boolean gone() {
            return out instanceof ServerCallStreamObserver<ModelInferResponse> call && call.isCancelled();
        }
    }
}
