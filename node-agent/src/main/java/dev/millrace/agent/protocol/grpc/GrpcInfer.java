package dev.millrace.agent.protocol.grpc;

import dev.millrace.agent.protocol.grpc.oip.ModelInferRequest;
import dev.millrace.agent.protocol.grpc.oip.ModelInferResponse;
import dev.millrace.agent.serving.Destination;
import dev.millrace.agent.serving.InferService;
import dev.millrace.agent.serving.Reply;
import dev.millrace.agent.tensor.Fault;
import dev.millrace.agent.tensor.InferRequest;
import dev.millrace.agent.tensor.InferResponse;
import dev.millrace.agent.tensor.ServingException;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;

/** ModelInfer: admits, reads, serves or forwards. */
final class GrpcInfer {
    private final InferService service;
    private final GrpcForwarder forwarder;

    GrpcInfer(InferService service, GrpcForwarder forwarder) {
        this.service = service;
        this.forwarder = forwarder;
    }

    /** @throws ServingException where the request is not admitted */
    void infer(ModelInferRequest request, FaultBarrier.Arrival arrival, StreamObserver<ModelInferResponse> out) {
        switch (service.admit(request.getModelName(), arrival.forwarded(), arrival.nanos())) {
            case Destination.Remote remote -> forwarder.forward(request, remote, arrival.nanos(), out);
            case Destination.Local local -> {
                InferRequest parsed;
                try {
                    parsed = GrpcTensors.read(request);
                } catch (ServingException e) {
                    service.abandon(local, e);
                    throw e;
                } catch (RuntimeException e) {
                    service.abandon(local, ServingException.of(Fault.INTERNAL, "the agent failed"));
                    throw e;
                }
                service.infer(local, parsed, arrival.nanos(), new GrpcReply(request, out));
            }
        }
    }

    private record GrpcReply(ModelInferRequest asked, StreamObserver<ModelInferResponse> out) implements Reply {
        @Override
        public void answer(InferResponse response) {
            if (gone()) {
                return;
            }
            out.onNext(GrpcTensors.write(asked, response));
            out.onCompleted();
        }

        @Override
        public void fail(ServingException error) {
            if (!gone()) {
                out.onError(GrpcFaults.of(error));
            }
        }

        private boolean gone() {
            return out instanceof ServerCallStreamObserver<ModelInferResponse> call && call.isCancelled();
        }
    }
}
