package dev.millrace.agent.protocol.grpc;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import dev.millrace.agent.protocol.Limits;
import dev.millrace.agent.protocol.ServerFacts;
import dev.millrace.agent.protocol.TensorLimits;
import dev.millrace.agent.protocol.grpc.oip.InferParameter;
import dev.millrace.agent.protocol.grpc.oip.ModelInferRequest;
import dev.millrace.agent.protocol.grpc.oip.ModelInferResponse;
import dev.millrace.agent.tensor.Datatype;
import dev.millrace.agent.tensor.InferRequest;
import dev.millrace.agent.tensor.InferResponse;
import dev.millrace.agent.tensor.ServingException;
import dev.millrace.agent.tensor.Tensor;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Inference messages to and from the agent's own form. */
final class GrpcTensors {
    private GrpcTensors() {}

    /** @throws ServingException (invalid) saying what is malformed */
    static InferRequest read(ModelInferRequest message, Limits limits) {
        boolean raw = message.getRawInputContentsCount() > 0;
        if (raw && message.getRawInputContentsCount() != message.getInputsCount()) {
            throw ServingException.invalid("raw_input_contents has " + message.getRawInputContentsCount()
                    + " entries for " + message.getInputsCount() + " inputs");
        }
        List<Tensor> inputs = new ArrayList<>(message.getInputsCount());
        for (int i = 0; i < message.getInputsCount(); i++) {
            ModelInferRequest.InferInputTensor input = message.getInputs(i);
            Datatype datatype = Datatype.named(input.getDatatype());
            long[] shape =
                    input.getShapeList().stream().mapToLong(Long::longValue).toArray();
            if (raw && input.hasContents()) {
                throw ServingException.invalid(
                        "input '" + input.getName() + "' has contents beside raw_input_contents");
            }
            if (input.containsParameters("shared_memory_region")) {
                throw ServingException.invalid("input '" + input.getName() + "': shared memory is not supported");
            }
            ByteBuffer data = raw
                    ? message.getRawInputContents(i).asReadOnlyByteBuffer()
                    : TypedContents.read(input.getName(), datatype, input.getContents());
            inputs.add(TensorLimits.check(Tensor.checked(input.getName(), datatype, shape, data), limits));
        }
        List<String> outputs = message.getOutputsList().stream()
                .map(ModelInferRequest.InferRequestedOutputTensor::getName)
                .toList();
        return new InferRequest(
                message.getModelName(), message.getId(), parameters(message.getParametersMap()), inputs, outputs);
    }

    /** Raw contents answer raw contents; typed ones answer typed ones, where every output has a typed form. */
    static ModelInferResponse write(ModelInferRequest asked, InferResponse response) {
        boolean typed = asked.getRawInputContentsCount() == 0
                && asked.getInputsCount() > 0
                && response.outputs().stream().allMatch(tensor -> TypedContents.has(tensor.datatype()));
        ModelInferResponse.Builder message = ModelInferResponse.newBuilder()
                .setModelName(response.model())
                .setModelVersion(ServerFacts.MODEL_VERSION)
                .setId(response.id());
        response.parameters().forEach((name, value) -> message.putParameters(name, parameter(value)));
        for (Tensor tensor : response.outputs()) {
            ModelInferResponse.InferOutputTensor.Builder output = ModelInferResponse.InferOutputTensor.newBuilder()
                    .setName(tensor.name())
                    .setDatatype(tensor.datatype().name());
            for (long dimension : tensor.shape()) {
                output.addShape(dimension);
            }
            if (typed) {
                output.setContents(TypedContents.write(tensor));
            } else {
                message.addRawOutputContents(bytes(tensor));
            }
            message.addOutputs(output);
        }
        return message.build();
    }

    private static ByteString bytes(Tensor tensor) {
        // The buffer belongs to this response alone and is not written again.
        return UnsafeByteOperations.unsafeWrap(tensor.bytes());
    }

    private static Map<String, Object> parameters(Map<String, InferParameter> from) {
        Map<String, Object> parameters = new HashMap<>();
        from.forEach((name, value) -> {
            switch (value.getParameterChoiceCase()) {
                case BOOL_PARAM -> parameters.put(name, value.getBoolParam());
                case INT64_PARAM -> parameters.put(name, value.getInt64Param());
                case UINT64_PARAM -> parameters.put(name, value.getUint64Param());
                case DOUBLE_PARAM -> parameters.put(name, value.getDoubleParam());
                case STRING_PARAM -> parameters.put(name, value.getStringParam());
                case PARAMETERCHOICE_NOT_SET -> {}
            }
        });
        return parameters;
    }

    private static InferParameter parameter(Object value) {
        InferParameter.Builder parameter = InferParameter.newBuilder();
        return switch (value) {
            case Boolean truth -> parameter.setBoolParam(truth).build();
            case Long number -> parameter.setInt64Param(number).build();
            case Double number -> parameter.setDoubleParam(number).build();
            default -> parameter.setStringParam(value.toString()).build();
        };
    }
}
