package dev.millrace.agent.protocol.grpc;

import dev.millrace.agent.protocol.ServerFacts;
import dev.millrace.agent.protocol.grpc.oip.GRPCInferenceServiceGrpc;
import dev.millrace.agent.protocol.grpc.oip.ModelConfigRequest;
import dev.millrace.agent.protocol.grpc.oip.ModelConfigResponse;
import dev.millrace.agent.protocol.grpc.oip.ModelInferRequest;
import dev.millrace.agent.protocol.grpc.oip.ModelInferResponse;
import dev.millrace.agent.protocol.grpc.oip.ModelMetadataRequest;
import dev.millrace.agent.protocol.grpc.oip.ModelMetadataResponse;
import dev.millrace.agent.protocol.grpc.oip.ModelReadyRequest;
import dev.millrace.agent.protocol.grpc.oip.ModelReadyResponse;
import dev.millrace.agent.protocol.grpc.oip.ModelStatisticsRequest;
import dev.millrace.agent.protocol.grpc.oip.ModelStatisticsResponse;
import dev.millrace.agent.protocol.grpc.oip.ModelStreamInferResponse;
import dev.millrace.agent.protocol.grpc.oip.RepositoryIndexRequest;
import dev.millrace.agent.protocol.grpc.oip.RepositoryIndexResponse;
import dev.millrace.agent.protocol.grpc.oip.ServerLiveRequest;
import dev.millrace.agent.protocol.grpc.oip.ServerLiveResponse;
import dev.millrace.agent.protocol.grpc.oip.ServerMetadataRequest;
import dev.millrace.agent.protocol.grpc.oip.ServerMetadataResponse;
import dev.millrace.agent.protocol.grpc.oip.ServerReadyRequest;
import dev.millrace.agent.protocol.grpc.oip.ServerReadyResponse;
import dev.millrace.agent.serving.AppDirectory;
import dev.millrace.agent.tensor.Fault;
import dev.millrace.agent.tensor.ServingException;
import io.grpc.stub.StreamObserver;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** The gRPC service: each method answers or fails with a status, none blocks. */
final class InferenceService extends GRPCInferenceServiceGrpc.GRPCInferenceServiceImplBase {
    private final GrpcInfer infer;
    private final ModelMessages models;
    private final AppDirectory directory;
    private final BooleanSupplier ready;

    InferenceService(GrpcInfer infer, ModelMessages models, AppDirectory directory, BooleanSupplier ready) {
        this.infer = infer;
        this.models = models;
        this.directory = directory;
        this.ready = ready;
    }

    @Override
    public void serverLive(ServerLiveRequest request, StreamObserver<ServerLiveResponse> out) {
        answer(out, () -> ServerLiveResponse.newBuilder().setLive(true).build());
    }

    @Override
    public void serverReady(ServerReadyRequest request, StreamObserver<ServerReadyResponse> out) {
        answer(
                out,
                () -> ServerReadyResponse.newBuilder()
                        .setReady(ready.getAsBoolean())
                        .build());
    }

    @Override
    public void serverMetadata(ServerMetadataRequest request, StreamObserver<ServerMetadataResponse> out) {
        answer(
                out,
                () -> ServerMetadataResponse.newBuilder()
                        .setName(ServerFacts.NAME)
                        .setVersion(ServerFacts.version())
                        .addAllExtensions(ServerFacts.EXTENSIONS)
                        .build());
    }

    @Override
    public void modelReady(ModelReadyRequest request, StreamObserver<ModelReadyResponse> out) {
        answer(out, () -> {
            checkVersion(request.getName(), request.getVersion());
            return ModelReadyResponse.newBuilder()
                    .setReady(directory.find(request.getName()).ready())
                    .build();
        });
    }

    @Override
    public void modelMetadata(ModelMetadataRequest request, StreamObserver<ModelMetadataResponse> out) {
        answer(out, () -> {
            checkVersion(request.getName(), request.getVersion());
            return models.metadata(request.getName());
        });
    }

    @Override
    public void modelConfig(ModelConfigRequest request, StreamObserver<ModelConfigResponse> out) {
        answer(out, () -> {
            checkVersion(request.getName(), request.getVersion());
            return models.config(request.getName());
        });
    }

    @Override
    public void modelStatistics(ModelStatisticsRequest request, StreamObserver<ModelStatisticsResponse> out) {
        answer(out, () -> {
            checkVersion(request.getName(), request.getVersion());
            return models.statistics(request.getName());
        });
    }

    @Override
    public void repositoryIndex(RepositoryIndexRequest request, StreamObserver<RepositoryIndexResponse> out) {
        answer(out, () -> models.index(request.getReady()));
    }

    @Override
    public void modelInfer(ModelInferRequest request, StreamObserver<ModelInferResponse> out) {
        try {
            checkVersion(request.getModelName(), request.getModelVersion());
            infer.infer(request, FaultBarrier.ARRIVAL.get(), out);
        } catch (ServingException e) {
            out.onError(GrpcFaults.of(e));
        }
    }

    @Override
    public StreamObserver<ModelInferRequest> modelStreamInfer(StreamObserver<ModelStreamInferResponse> out) {
        return new StreamInfer(infer, out);
    }

    static void checkVersion(String model, String version) {
        if (!ServerFacts.servesVersion(version)) {
            throw ServingException.of(
                    Fault.NOT_FOUND, "unknown version '" + version + "' of model '" + model + "'; Maybe 1");
        }
    }

    private static <A> void answer(StreamObserver<A> out, Supplier<A> message) {
        A built;
        try {
            built = message.get();
        } catch (ServingException e) {
            out.onError(GrpcFaults.of(e));
            return;
        }
        out.onNext(built);
        out.onCompleted();
    }
}
