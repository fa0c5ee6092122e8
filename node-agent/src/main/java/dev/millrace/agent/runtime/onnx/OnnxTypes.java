package dev.millrace.agent.runtime.onnx;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.TensorInfo;
import dev.millrace.agent.runtime.LoadException;
import dev.millrace.agent.tensor.Datatype;
import dev.millrace.agent.tensor.TensorSpec;
import java.util.EnumMap;
import java.util.Map;

/** Element types of ONNX Runtime's Java API and those of the protocol. */
final class OnnxTypes {
    private static final Map<OnnxJavaType, Datatype> DATATYPES = new EnumMap<>(Map.ofEntries(
            Map.entry(OnnxJavaType.BOOL, Datatype.BOOL),
            Map.entry(OnnxJavaType.UINT8, Datatype.UINT8),
            Map.entry(OnnxJavaType.INT8, Datatype.INT8),
            Map.entry(OnnxJavaType.INT16, Datatype.INT16),
            Map.entry(OnnxJavaType.INT32, Datatype.INT32),
            Map.entry(OnnxJavaType.INT64, Datatype.INT64),
            Map.entry(OnnxJavaType.FLOAT16, Datatype.FP16),
            Map.entry(OnnxJavaType.BFLOAT16, Datatype.BF16),
            Map.entry(OnnxJavaType.FLOAT, Datatype.FP32),
            Map.entry(OnnxJavaType.DOUBLE, Datatype.FP64),
            Map.entry(OnnxJavaType.STRING, Datatype.BYTES)));

    private OnnxTypes() {}

    static TensorSpec spec(NodeInfo node) throws LoadException {
        if (!(node.getInfo() instanceof TensorInfo tensor)) {
            throw new LoadException("UnsupportedModel", "'" + node.getName() + "' is not a tensor: " + node.getInfo());
        }
        Datatype datatype = DATATYPES.get(tensor.type);
        if (datatype == null) {
            throw new LoadException(
                    "UnsupportedModel", "'" + node.getName() + "' has elements of an unsupported type: " + tensor.type);
        }
        return new TensorSpec(node.getName(), datatype, tensor.getShape());
    }

    static OnnxJavaType javaType(Datatype datatype) {
        for (Map.Entry<OnnxJavaType, Datatype> entry : DATATYPES.entrySet()) {
            if (entry.getValue() == datatype) {
                return entry.getKey();
            }
        }
        throw new IllegalArgumentException("datatype " + datatype + " has no counterpart");
    }
}
