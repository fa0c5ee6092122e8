package dev.millrace.agent.protocol.grpc;

import dev.millrace.agent.access.Caller;
import dev.millrace.agent.metrics.AgentMetrics;
import dev.millrace.agent.metrics.InferStatistics;
import dev.millrace.agent.protocol.ServerFacts;
import dev.millrace.agent.protocol.grpc.oip.DataType;
import dev.millrace.agent.protocol.grpc.oip.ModelConfig;
import dev.millrace.agent.protocol.grpc.oip.ModelConfigResponse;
import dev.millrace.agent.protocol.grpc.oip.ModelInput;
import dev.millrace.agent.protocol.grpc.oip.ModelMetadataResponse;
import dev.millrace.agent.protocol.grpc.oip.ModelOutput;
import dev.millrace.agent.protocol.grpc.oip.ModelStatistics;
import dev.millrace.agent.protocol.grpc.oip.ModelStatisticsResponse;
import dev.millrace.agent.protocol.grpc.oip.RepositoryIndexResponse;
import dev.millrace.agent.protocol.grpc.oip.StatisticDuration;
import dev.millrace.agent.serving.AppDirectory;
import dev.millrace.agent.serving.ModelFacts;
import dev.millrace.agent.serving.ServedApp;
import dev.millrace.agent.tensor.Datatype;
import dev.millrace.agent.tensor.TensorSpec;
import java.util.Arrays;
import java.util.List;

/** What there is to know of models, as messages. */
final class ModelMessages {
    private final AppDirectory directory;
    private final AgentMetrics metrics;

    ModelMessages(AppDirectory directory, AgentMetrics metrics) {
        this.directory = directory;
        this.metrics = metrics;
    }

    ModelMetadataResponse metadata(String name) {
        ModelFacts facts = ModelFacts.of(directory.find(name));
        return ModelMetadataResponse.newBuilder()
                .setName(name)
                .addVersions(ServerFacts.MODEL_VERSION)
                .setPlatform(facts.platform())
                .addAllInputs(facts.signature().inputs().stream()
                        .map(ModelMessages::tensor)
                        .toList())
                .addAllOutputs(facts.signature().outputs().stream()
                        .map(ModelMessages::tensor)
                        .toList())
                .build();
    }

    ModelConfigResponse config(String name) {
        ModelFacts facts = ModelFacts.of(directory.find(name));
        ModelConfig.Builder config = ModelConfig.newBuilder()
                .setName(name)
                .setPlatform(facts.platform())
                .setBackend(facts.backend());
        for (TensorSpec spec : facts.signature().inputs()) {
            config.addInput(ModelInput.newBuilder()
                    .setName(spec.name())
                    .setDataType(type(spec.datatype()))
                    .addAllDims(dimensions(spec)));
        }
        for (TensorSpec spec : facts.signature().outputs()) {
            config.addOutput(ModelOutput.newBuilder()
                    .setName(spec.name())
                    .setDataType(type(spec.datatype()))
                    .addAllDims(dimensions(spec)));
        }
        return ModelConfigResponse.newBuilder().setConfig(config).build();
    }

    ModelStatisticsResponse statistics(String name) {
        return ModelStatisticsResponse.newBuilder()
                .addModelStats(statistics(directory.find(name)))
                .build();
    }

    /** Of all models that are open to the caller. */
    ModelStatisticsResponse allStatistics(Caller caller) {
        ModelStatisticsResponse.Builder response = ModelStatisticsResponse.newBuilder();
        directory.all().values().stream()
                .filter(app -> caller.mayUse(app.id().namespace()))
                .forEach(app -> response.addModelStats(statistics(app)));
        return response.build();
    }

    RepositoryIndexResponse index(boolean readyOnly, Caller caller) {
        RepositoryIndexResponse.Builder response = RepositoryIndexResponse.newBuilder();
        directory.all().forEach((name, app) -> {
            if ((app.ready() || !readyOnly) && caller.mayUse(app.id().namespace())) {
                response.addModels(RepositoryIndexResponse.ModelIndex.newBuilder()
                        .setName(name)
                        .setVersion(ServerFacts.MODEL_VERSION)
                        .setState(app.ready() ? "READY" : "UNAVAILABLE")
                        .setReason(app.ready() ? "" : "not loaded"));
            }
        });
        return response.build();
    }

    private ModelStatistics statistics(ServedApp app) {
        InferStatistics.Reading reading = metrics.statistics(app.id());
        return ModelStatistics.newBuilder()
                .setName(app.id().modelName())
                .setVersion(ServerFacts.MODEL_VERSION)
                .setLastInference(reading.lastMillis())
                .setInferenceCount(reading.served())
                .setExecutionCount(reading.executions())
                .setInferenceStats(dev.millrace.agent.protocol.grpc.oip.InferStatistics.newBuilder()
                        .setSuccess(duration(reading.served(), reading.servedNanos()))
                        .setFail(duration(reading.failed(), 0))
                        .setQueue(duration(reading.served(), reading.queueNanos()))
                        .setComputeInput(duration(reading.served(), 0))
                        .setComputeInfer(duration(reading.served(), reading.computeNanos()))
                        .setComputeOutput(duration(reading.served(), 0))
                        .setCacheHit(duration(0, 0))
                        .setCacheMiss(duration(0, 0)))
                .build();
    }

    private static StatisticDuration duration(long count, long nanos) {
        return StatisticDuration.newBuilder().setCount(count).setNs(nanos).build();
    }

    private static ModelMetadataResponse.TensorMetadata tensor(TensorSpec spec) {
        return ModelMetadataResponse.TensorMetadata.newBuilder()
                .setName(spec.name())
                .setDatatype(spec.datatype().name())
                .addAllShape(dimensions(spec))
                .build();
    }

    private static List<Long> dimensions(TensorSpec spec) {
        return Arrays.stream(spec.shape()).boxed().toList();
    }

    private static DataType type(Datatype datatype) {
        return DataType.valueOf("TYPE_" + (datatype == Datatype.BYTES ? "STRING" : datatype.name()));
    }
}
