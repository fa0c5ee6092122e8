package dev.millrace.agent.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.agent.runtime.edgetpu.EdgeTpus;
import dev.millrace.agent.runtime.edgetpu.StandIn;
import dev.millrace.agent.runtime.tflite.TfLiteModel;
import dev.millrace.agent.tensor.Datatype;
import dev.millrace.agent.tensor.InferRequest;
import dev.millrace.agent.tensor.Tensor;
import java.io.StringReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real quantised models on the CPU, against LiteRT's own interpreter, and models compiled for the EdgeTPU. */
class TfLiteIT {
    private static final String CPU_MODEL = "efficientnet_lite0.tflite";
    private static final String EDGETPU_MODEL = "mobilenet_v2_1.0_224_quant_edgetpu.tflite";
    private static final String DETECTOR = "mobilenet_ssd_v2_face_quant_postprocess_edgetpu.tflite";
    private static final int IMAGE_BYTES = 224 * 224 * 3;

    @TempDir
    private Path folder;

    @Test
    void answersAreThoseOfLiteRt() throws Exception {
        Path file = PackagedModels.folder().resolve(CPU_MODEL);
        byte[] image = image(7);
        Path in = Files.write(folder.resolve("in"), image);
        Path out = folder.resolve("out");
        Process python = new ProcessBuilder(
                        PythonClients.interpreter("tflite").toString(),
                        "src/test/python/tflite_reference.py",
                        file.toString(),
                        in.toString(),
                        out.toString())
                .inheritIO()
                .start();
        assertThat(python.waitFor(2, TimeUnit.MINUTES) && python.exitValue() == 0)
                .isTrue();
        byte[] expected = Files.readAllBytes(out);
        try (TfLiteModel model = TfLiteModel.onCpu(file, 1)) {
            Tensor output = run(model, new long[] {1, 224, 224, 3}, image);
            assertThat(output.datatype()).isEqualTo(Datatype.UINT8);
            byte[] actual = new byte[1000];
            output.bytes().get(actual);
            assertThat(expected).hasSize(1000);
            int largest = 0;
            for (int i = 0; i < expected.length; i++) {
                // Kernels of different versions may round a quantised value to its neighbour.
                assertThat(Math.abs((actual[i] & 0xff) - (expected[i] & 0xff)))
                        .as("class %d", i)
                        .isLessThanOrEqualTo(1);
                largest = Math.max(largest, expected[i] & 0xff);
            }
            assertThat(largest).as("an answer that says something").isGreaterThan(5);
        }
    }

    @Test
    void modelsCompiledForTheEdgeTpuRunThroughTheDelegate() throws Exception {
        Path models = PackagedModels.folder();
        EdgeTpus standIn = EdgeTpus.find(StandIn.compile(folder.resolve("standin.so")));
        byte[] image = image(3);
        int sum = 0;
        for (byte value : image) {
            sum += value;
        }
        try (TfLiteModel model =
                standIn.load(models.resolve(EDGETPU_MODEL), standIn.devices().getFirst())) {
            byte[] scores = new byte[1001];
            run(model, new long[] {1, 224, 224, 3}, image).bytes().get(scores);
            for (int i = 0; i < scores.length; i++) {
                assertThat(scores[i]).isEqualTo((byte) (sum + i));
            }
        }
        try (TfLiteModel detector =
                standIn.load(models.resolve(DETECTOR), standIn.devices().getFirst())) {
            assertThat(detector.signature().inputs().getFirst().shape()).containsExactly(1, 320, 320, 3);
            assertThat(detector.signature().outputs()).hasSize(4);
        }
    }

    @Test
    void theAgentServesThem() throws Exception {
        Path manifests = Files.writeString(folder.resolve("site.yaml"), """
                apiVersion: millrace.dev/v1alpha1
                kind: InferenceModel
                metadata: {name: classifier, namespace: site}
                spec:
                  variants: [{name: cpu, deviceClass: CPU, format: tflite, uri: "file:efficientnet_lite0.tflite"}]
                ---
                apiVersion: millrace.dev/v1alpha1
                kind: InferenceApp
                metadata: {name: gate, namespace: site}
                spec: {modelRef: {name: classifier}, arrivals: {ratePerSecond: 5}, slo: {latency: 500ms}}
                ---
                apiVersion: millrace.dev/v1alpha1
                kind: InferenceNode
                metadata: {name: n1}
                spec:
                  planEpoch: 1
                  assignments: [{app: {namespace: site, name: gate}, device: cpu-0, variant: cpu, share: 1}]
                status:
                  cpu: {cores: 2}
                  memory: 4Gi
                  devices: [{name: cpu-0, class: CPU, type: x86-64, health: Healthy, emulated: false}]
                """);
        try (PackagedAgent agent = PackagedAgent.start(
                        folder.resolve("agent.err"),
                        "-f",
                        manifests.toString(),
                        "--node",
                        "n1",
                        "--model-root",
                        PackagedModels.folder().toString());
                HttpClient client = HttpClient.newHttpClient()) {
            String body = "{\"inputs\":[{\"name\":\"images\",\"datatype\":\"UINT8\",\"shape\":[1,224,224,3],\"data\":["
                    + "128,".repeat(IMAGE_BYTES - 1) + "128]}]}";
            HttpResponse<String> response = client.send(
                    HttpRequest.newBuilder(URI.create("http://" + agent.http() + "/v2/models/site.gate/infer"))
                            .POST(HttpRequest.BodyPublishers.ofString(body))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
            JsonNode output = new ObjectMapper()
                    .readTree(new StringReader(response.body()))
                    .at("/outputs/0");
            assertThat(output.get("datatype").asText()).isEqualTo("UINT8");
            assertThat(output.get("data")).hasSize(1000);
            agent.stop();
            assertThat(Files.readString(folder.resolve("agent.err"))).doesNotContain("\tat ");
        }
    }

    /** Noise over a gradient: not nothing, and the same everywhere. */
    private static byte[] image(long seed) {
        Random random = new Random(seed);
        byte[] image = new byte[IMAGE_BYTES];
        for (int i = 0; i < image.length; i++) {
            image[i] = (byte) (i * 255L / image.length / 2 + random.nextInt(100));
        }
        return image;
    }

    private static Tensor run(TfLiteModel model, long[] shape, byte[] image) {
        Tensor input =
                new Tensor(model.signature().inputs().getFirst().name(), Datatype.UINT8, shape, ByteBuffer.wrap(image));
        return model.run(new InferRequest("m", "", Map.of(), List.of(input), List.of()))
                .getFirst();
    }
}
