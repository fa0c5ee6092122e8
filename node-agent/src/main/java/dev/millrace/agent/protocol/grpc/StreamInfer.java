package dev.millrace.agent.protocol.grpc;

import dev.millrace.agent.protocol.grpc.oip.ModelInferRequest;
import dev.millrace.agent.protocol.grpc.oip.ModelInferResponse;
import dev.millrace.agent.protocol.grpc.oip.ModelStreamInferResponse;
import dev.millrace.agent.tensor.ServingException;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.atomic.AtomicInteger;

/** A stream of requests, each answered when it is done, in whatever order; an error is the answer to one of them. */
final class StreamInfer implements StreamObserver<ModelInferRequest> {
    private final GrpcInfer infer;
    private final StreamObserver<ModelStreamInferResponse> out;
    private final FaultBarrier.Arrival begun;
    /** Requests without an answer, and the open request side. */
    private final AtomicInteger open = new AtomicInteger(1);

    /** @param begun the stream itself: who sends it */
    StreamInfer(GrpcInfer infer, StreamObserver<ModelStreamInferResponse> out, FaultBarrier.Arrival begun) {
        this.infer = infer;
        this.out = out;
        this.begun = begun;
    }

    @Override
    public void onNext(ModelInferRequest request) {
        open.incrementAndGet();
        FaultBarrier.Arrival arrival =
                new FaultBarrier.Arrival(System.nanoTime(), false, begun.authorization(), begun.trace(), begun.loop());
        try {
            InferenceService.checkVersion(request.getModelName(), request.getModelVersion());
            infer.infer(request, arrival, new Answer());
        } catch (ServingException e) {
            error(String.valueOf(e.getMessage()));
        }
    }

    @Override
    public void onError(Throwable error) {
        // The client has gone; answers to what it asked are dropped by the call itself.
    }

    @Override
    public void onCompleted() {
        done();
    }

    private void send(ModelStreamInferResponse response) {
        synchronized (out) {
            out.onNext(response);
        }
    }

    private void error(String message) {
        send(ModelStreamInferResponse.newBuilder().setErrorMessage(message).build());
        done();
    }

    private void done() {
        if (open.decrementAndGet() == 0) {
            synchronized (out) {
                out.onCompleted();
            }
        }
    }

    private final class Answer implements StreamObserver<ModelInferResponse> {
        @Override
        public void onNext(ModelInferResponse response) {
            send(ModelStreamInferResponse.newBuilder()
                    .setInferResponse(response)
                    .build());
        }

        @Override
        public void onError(Throwable error) {
            StreamInfer.this.error(String.valueOf(Status.fromThrowable(error).getDescription()));
        }

        @Override
        public void onCompleted() {
            done();
        }
    }
}
