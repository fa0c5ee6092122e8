package dev.millrace.agent.protocol.grpc;

import dev.millrace.agent.access.Caller;
import dev.millrace.agent.protocol.Gate;
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
import dev.millrace.agent.protocol.grpc.oip.RepositoryModelLoadRequest;
import dev.millrace.agent.protocol.grpc.oip.RepositoryModelLoadResponse;
import dev.millrace.agent.protocol.grpc.oip.RepositoryModelUnloadRequest;
import dev.millrace.agent.protocol.grpc.oip.RepositoryModelUnloadResponse;
import dev.millrace.agent.protocol.grpc.oip.ServerLiveRequest;
import dev.millrace.agent.protocol.grpc.oip.ServerLiveResponse;
import dev.millrace.agent.protocol.grpc.oip.ServerMetadataRequest;
import dev.millrace.agent.protocol.grpc.oip.ServerMetadataResponse;
import dev.millrace.agent.protocol.grpc.oip.ServerReadyRequest;
import dev.millrace.agent.protocol.grpc.oip.ServerReadyResponse;
import dev.millrace.agent.serving.AppDirectory;
import dev.millrace.agent.serving.ModelRepository;
import dev.millrace.agent.tensor.Fault;
import dev.millrace.agent.tensor.ServingException;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;

/** The gRPC service: each method answers or fails with a status, none blocks. */
final class InferenceService extends GRPCInferenceServiceGrpc.GRPCInferenceServiceImplBase {
    private final GrpcInfer infer;
    private final ModelMessages models;
    private final AppDirectory directory;
    private final ModelRepository repository;
    private final Gate gate;

    InferenceService(
            GrpcInfer infer, ModelMessages models, AppDirectory directory, ModelRepository repository, Gate gate) {
        this.infer = infer;
        this.models = models;
        this.directory = directory;
        this.repository = repository;
        this.gate = gate;
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
                        .setReady(gate.ready().getAsBoolean())
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
            open(request.getName(), request.getVersion());
            return ModelReadyResponse.newBuilder()
                    .setReady(directory.find(request.getName()).ready())
                    .build();
        });
    }

    @Override
    public void modelMetadata(ModelMetadataRequest request, StreamObserver<ModelMetadataResponse> out) {
        answer(out, () -> {
            open(request.getName(), request.getVersion());
            return models.metadata(request.getName());
        });
    }

    @Override
    public void modelConfig(ModelConfigRequest request, StreamObserver<ModelConfigResponse> out) {
        answer(out, () -> {
            open(request.getName(), request.getVersion());
            return models.config(request.getName());
        });
    }

    @Override
    public void modelStatistics(ModelStatisticsRequest request, StreamObserver<ModelStatisticsResponse> out) {
        answer(out, () -> {
            if (request.getName().isEmpty()) {
                return models.allStatistics(caller());
            }
            open(request.getName(), request.getVersion());
            return models.statistics(request.getName());
        });
    }

    @Override
    public void repositoryIndex(RepositoryIndexRequest request, StreamObserver<RepositoryIndexResponse> out) {
        answer(out, () -> models.index(request.getReady(), caller()));
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
        return new StreamInfer(infer, out, FaultBarrier.ARRIVAL.get());
    }

    @Override
    public void repositoryModelLoad(
            RepositoryModelLoadRequest request, StreamObserver<RepositoryModelLoadResponse> out) {
        change(out, request.getModelName(), repository::load, RepositoryModelLoadResponse.getDefaultInstance());
    }

    @Override
    public void repositoryModelUnload(
            RepositoryModelUnloadRequest request, StreamObserver<RepositoryModelUnloadResponse> out) {
        change(out, request.getModelName(), repository::unload, RepositoryModelUnloadResponse.getDefaultInstance());
    }

    private <A> void change(
            StreamObserver<A> out, String name, Function<String, CompletionStage<Void>> action, A answer) {
        try {
            caller().require(name);
            action.apply(name).whenComplete((done, error) -> {
                if (error == null) {
                    out.onNext(answer);
                    out.onCompleted();
                } else {
                    out.onError(GrpcFaults.of(
                            error instanceof ServingException known
                                    ? known
                                    : ServingException.of(Fault.INTERNAL, "the agent failed")));
                }
            });
        } catch (ServingException e) {
            out.onError(GrpcFaults.of(e));
        }
    }

    private Caller caller() {
        return gate.access().caller(FaultBarrier.ARRIVAL.get().authorization());
    }

    private void open(String model, String version) {
        caller().require(model);
        checkVersion(model, version);
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
