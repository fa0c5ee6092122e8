package dev.millrace.agent.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import inference.GrpcPredictV2.InferTensorContents;
import inference.GrpcPredictV2.ModelInferRequest;
import inference.GrpcPredictV2.ModelInferResponse;
import inference.GrpcPredictV2.ModelMetadataResponse;
import inference.GrpcPredictV2.ModelReadyResponse;
import inference.GrpcPredictV2.ServerLiveResponse;
import inference.GrpcPredictV2.ServerReadyResponse;
import io.grpc.InsecureChannelCredentials;
import java.nio.file.Path;
import java.util.Collections;
import org.apache.camel.CamelContext;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.component.kserve.KServeComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Apache Camel's KServe component, unmodified, against the packaged agent. */
class CamelKserveIT {
    private static final int VALUES = 3 * 48 * 192;

    @TempDir
    private Path folder;

    @Test
    void routesAskAndInfer() throws Exception {
        try (PackagedAgent agent = PythonClients.agent(folder);
                CamelContext camel = new DefaultCamelContext()) {
            KServeComponent kserve = new KServeComponent();
            kserve.getConfiguration().setTarget(agent.grpc());
            kserve.getConfiguration().setCredentials(InsecureChannelCredentials.create());
            camel.addComponent("kserve", kserve);
            camel.start();
            ProducerTemplate template = camel.createProducerTemplate();
            assertThat(template.requestBody("kserve:server/live", null, ServerLiveResponse.class)
                            .getLive())
                    .isTrue();
            assertThat(template.requestBody("kserve:server/ready", null, ServerReadyResponse.class)
                            .getReady())
                    .isTrue();
            assertThat(template.requestBody("kserve:model/ready?modelName=site.cam", null, ModelReadyResponse.class)
                            .getReady())
                    .isTrue();
            assertThat(template.requestBody(
                                    "kserve:model/metadata?modelName=site.cam", null, ModelMetadataResponse.class)
                            .getInputs(0)
                            .getName())
                    .isEqualTo("x");
            ModelInferRequest.Builder typed = request();
            typed.getInputsBuilder(0)
                    .setContents(
                            InferTensorContents.newBuilder().addAllFp32Contents(Collections.nCopies(VALUES, 0.5f)));
            assertThat(infer(template, typed).getOutputs(0).getContents().getFp32ContentsCount())
                    .isEqualTo(2);
            ModelInferRequest.Builder raw =
                    request().addRawInputContents(ByteString.copyFrom(new byte[VALUES * Float.BYTES]));
            assertThat(infer(template, raw).getRawOutputContents(0).size()).isEqualTo(2 * Float.BYTES);
            agent.stop();
        }
    }

    private static ModelInferResponse infer(ProducerTemplate template, ModelInferRequest.Builder request) {
        return template.requestBody(
                "kserve:infer?modelName=site.cam&modelVersion=1", request.build(), ModelInferResponse.class);
    }

    private static ModelInferRequest.Builder request() {
        return ModelInferRequest.newBuilder()
                .addInputs(ModelInferRequest.InferInputTensor.newBuilder()
                        .setName("x")
                        .setDatatype("FP32")
                        .addShape(1)
                        .addShape(3)
                        .addShape(48)
                        .addShape(192));
    }
}
