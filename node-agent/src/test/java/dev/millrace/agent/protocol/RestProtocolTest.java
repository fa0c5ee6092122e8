package dev.millrace.agent.protocol;

import static dev.millrace.agent.Manifests.assignment;
import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.agent.Manifests;
import dev.millrace.agent.RunningAgent;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RestProtocolTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String EMULATED = "/v2/models/site.cam/infer";
    private static final String REAL = "/v2/models/site.gate/infer";
    private static final String ONE_BYTE =
            "{\"inputs\":[{\"name\":\"input\",\"datatype\":\"UINT8\",\"shape\":[1],\"data\":[7]}]}";

    private static RunningAgent agent;

    @BeforeAll
    static void start() throws IOException {
        agent = new RunningAgent(Manifests.inputs(
                1,
                assignment("cam", "edgetpu-0", "edgetpu", 1),
                assignment("gate", "cpu-0", "cpu", 1),
                assignment("own", "cpu-0", "absent", 1)));
    }

    @AfterAll
    static void stop() {
        agent.close();
    }

    @Test
    void serverTellsWhoItIs() throws Exception {
        JsonNode server = json(agent.get("/v2"));
        assertThat(server.get("name").asText()).isEqualTo("millrace-agent");
        assertThat(server.get("extensions").toString()).contains("binary_tensor_data", "statistics");
        assertThat(agent.get("/v2/health/live").statusCode()).isEqualTo(200);
        assertThat(agent.get("/v2/health/ready").statusCode()).isEqualTo(200);
    }

    @Test
    void modelsTellMetadataConfigurationAndReadiness() throws Exception {
        JsonNode metadata = json(agent.get("/v2/models/site.gate"));
        assertThat(metadata.get("inputs").toString())
                .isEqualTo("[{\"name\":\"x\",\"datatype\":\"FP32\",\"shape\":[-1,3,-1,-1]}]");
        assertThat(json(agent.get("/v2/models/site.gate/versions/1/config"))
                        .at("/input/0/data_type")
                        .asText())
                .isEqualTo("TYPE_FP32");
        assertThat(agent.get("/v2/models/site.gate/ready").statusCode()).isEqualTo(200);
        assertThat(agent.get("/v2/models/site.own/ready").statusCode()).isEqualTo(503);
        assertThat(agent.get("/v2/models/site.gate/versions/2/ready").statusCode())
                .isEqualTo(404);
    }

    @Test
    void indexListsTheAppsOfTheNode() throws Exception {
        JsonNode index = MAPPER.readTree(agent.post("/v2/repository/index", "").body());
        assertThat(index).hasSize(3);
        assertThat(index.toString()).contains("site.cam", "READY", "site.own", "UNAVAILABLE");
        JsonNode ready = MAPPER.readTree(
                agent.post("/v2/repository/index", "{\"ready\":true}").body());
        assertThat(ready).hasSize(2);
    }

    @Test
    void emulatedDeviceAnswersZerosAndSaysSo() throws Exception {
        JsonNode answer = json(agent.post(EMULATED, ONE_BYTE));
        assertThat(answer.get("model_name").asText()).isEqualTo("site.cam");
        assertThat(answer.at("/parameters/emulated").asBoolean()).isTrue();
        assertThat(answer.at("/outputs/0").toString())
                .isEqualTo("{\"name\":\"output\",\"datatype\":\"FP32\",\"shape\":[1],\"data\":[0.0]}");
    }

    @Test
    void realModelAnswersAsOnnxRuntimeDoesInJsonAndBinary() throws Exception {
        float[] image = image();
        float[] expected = direct(image);
        JsonNode answer = json(agent.post(
                REAL,
                "{\"id\":\"r1\",\"inputs\":[{\"name\":\"x\",\"shape\":[1,3,48,192],\"datatype\":\"FP32\",\"data\":"
                        + Arrays.toString(image) + "}]}"));
        assertThat(answer.get("id").asText()).isEqualTo("r1");
        assertThat(answer.has("parameters")).isFalse();
        assertThat(MAPPER.treeToValue(answer.at("/outputs/0/data"), float[].class))
                .isEqualTo(expected);

        ByteBuffer raw = ByteBuffer.allocate(image.length * 4).order(ByteOrder.LITTLE_ENDIAN);
        raw.asFloatBuffer().put(image);
        byte[] head = ("{\"inputs\":[{\"name\":\"x\",\"shape\":[1,3,48,192],\"datatype\":\"FP32\",\"parameters\":"
                        + "{\"binary_data_size\":" + raw.capacity()
                        + "}}],\"parameters\":{\"binary_data_output\":true}}")
                .getBytes(StandardCharsets.UTF_8);
        byte[] body = ByteBuffer.allocate(head.length + raw.capacity())
                .put(head)
                .put(raw)
                .array();
        HttpResponse<byte[]> binary =
                agent.post(REAL, body, "Inference-Header-Content-Length", Integer.toString(head.length));
        assertThat(binary.statusCode()).isEqualTo(200);
        int jsonBytes = Integer.parseInt(
                binary.headers().firstValue("Inference-Header-Content-Length").orElseThrow());
        FloatBuffer floats = ByteBuffer.wrap(binary.body(), jsonBytes, binary.body().length - jsonBytes)
                .order(ByteOrder.LITTLE_ENDIAN)
                .asFloatBuffer();
        float[] found = new float[floats.remaining()];
        floats.get(found);
        assertThat(found).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {                                                                                              | malformed JSON
            []                                                                                             | not a JSON object
            {}                                                                                             | 'inputs' is missing
            {"inputs":[]}                                                                                  | 'input' of model 'site.cam' is missing
            {"inputs":[{"name":"nope","datatype":"UINT8","shape":[1],"data":[1]}]}                          | unexpected input 'nope'
            {"inputs":[{"name":"input","datatype":"FP32","shape":[1],"data":[1]}]}                          | takes UINT8
            {"inputs":[{"name":"input","datatype":"FLOAT","shape":[1],"data":[1]}]}                         | datatype 'FLOAT' is unknown
            {"inputs":[{"name":"input","datatype":"UINT8","shape":[1,1],"data":[1]}]}                       | has shape [1, 1]
            {"inputs":[{"name":"input","datatype":"UINT8","shape":[3],"data":[1]}]}                         | needs 3 elements
            {"inputs":[{"name":"input","datatype":"UINT8","shape":[-1],"data":[1]}]}                        | negative dimension
            {"inputs":[{"name":"input","datatype":"UINT8","shape":[4611686018427387904,4],"data":[1]}]}     | too large
            {"inputs":[{"name":"input","datatype":"UINT8","shape":[1],"data":[300]}]}                       | integer from 0 to 255
            {"inputs":[{"name":"input","datatype":"UINT8","shape":[1],"data":["a"]}]}                       | integer from 0 to 255
            {"inputs":[{"name":"input","datatype":"UINT8","shape":[1],"data":[{}]}]}                        | JSON object
            {"inputs":[{"name":"input","datatype":"UINT8","shape":[1],"parameters":{"binary_data_size":9}}]} | 0 bytes of binary data are left
            {"inputs":[{"name":"input","datatype":"UINT8","shape":[1],"data":[1]}],"outputs":[{"name":"z"}]} | unexpected output 'z'
            {"inputs":[{"name":"input","datatype":"UINT8","shape":[1],"data":[1]}]} x                       | malformed JSON
            """)
    void badRequestsAreToldWhatIsWrong(String body, String message) throws Exception {
        HttpResponse<String> answer = agent.post(EMULATED, body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
        assertThat(error(answer)).contains(message).doesNotContain("Exception");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "many", "99999"})
    void aWrongLengthOfTheJsonPartIsRefused(String length) throws Exception {
        HttpResponse<String> answer = agent.post(EMULATED, ONE_BYTE, "Inference-Header-Content-Length", length);
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(error(answer)).contains("Inference-Header-Content-Length");
    }

    @Test
    void unknownModelsAndPathsAreNotFoundAndWrongMethodsRefused() throws Exception {
        assertThat(error(agent.post("/v2/models/site.none/infer", ONE_BYTE))).contains("unknown model 'site.none'");
        assertThat(agent.post("/v2/models/site.none/infer", ONE_BYTE).statusCode())
                .isEqualTo(404);
        assertThat(agent.get("/v2/models/site.none").statusCode()).isEqualTo(404);
        assertThat(agent.get("/v3").statusCode()).isEqualTo(404);
        assertThat(agent.get("/v2/models/site.cam/nope").statusCode()).isEqualTo(404);
        assertThat(agent.get(EMULATED).statusCode()).isEqualTo(405);
    }

    @Test
    void aBodyBeyondTheLimitIsRefused() throws Exception {
        assertThat(agent.post(EMULATED, "x".repeat(1 << 21)).statusCode()).isEqualTo(413);
        assertThat(agent.post(EMULATED, ONE_BYTE).statusCode()).isEqualTo(200);
    }

    @Test
    void aModelThatIsNotThereIsUnavailableAndSaysWhyInItsState() throws Exception {
        HttpResponse<String> answer = agent.post("/v2/models/site.own/infer", ONE_BYTE);
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(agent.agent().runtime().states()).anySatisfy(state -> {
            assertThat(state.app().name()).isEqualTo("own");
            assertThat(state.reason()).isEqualTo("NotFound");
        });
    }

    @Test
    void statisticsAndMetricsCount() throws Exception {
        long before = served();
        agent.post(EMULATED, ONE_BYTE);
        RunningAgent.until(() -> {
            try {
                return served() == before + 1;
            } catch (IOException | InterruptedException e) {
                throw new AssertionError(e);
            }
        });
        assertThat(agent.metrics())
                .contains(
                        "millrace_requests_total{app=\"cam\",code=\"200\",device=\"edgetpu-0\",namespace=\"site\",node=\"n1\"}")
                .contains("millrace_request_duration_seconds_bucket{app=\"cam\"")
                .contains("phase=\"switch\"")
                .containsPattern(
                        "millrace_service_time_mean_seconds\\{batch=\"1\",device=\"edgetpu-0\",model=\"angle\",node=\"n1\"\\} 0\\.002")
                .contains("millrace_switch_time_mean_seconds{device=\"edgetpu-0\",model=\"angle\",node=\"n1\"} 0.003")
                .contains("millrace_arrival_rate{app=\"cam\"")
                .contains("millrace_device_model_switches_total{device=\"edgetpu-0\",node=\"n1\"} 1.0")
                .contains(
                        "millrace_device_healthy{class=\"EdgeTPU\",device=\"edgetpu-0\",node=\"n1\",type=\"coral-usb\"} 1.0");
    }

    private static long served() throws IOException, InterruptedException {
        return json(agent.get("/v2/models/site.cam/stats"))
                .at("/model_stats/0/inference_stats/success/count")
                .asLong();
    }

    private static float[] image() {
        Random random = new Random(5);
        float[] image = new float[3 * 48 * 192];
        for (int i = 0; i < image.length; i++) {
            image[i] = random.nextFloat();
        }
        return image;
    }

    private static float[] direct(float[] image) throws OrtException {
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        String file = RunningAgent.MODELS
                .resolve("ch_ppocr_mobile_v2.0_cls_infer.onnx")
                .toString();
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions();
                OrtSession session = environment.createSession(file, options);
                OnnxTensor input =
                        OnnxTensor.createTensor(environment, FloatBuffer.wrap(image), new long[] {1, 3, 48, 192});
                OrtSession.Result result = session.run(Map.of("x", input))) {
            return ((float[][]) result.get(0).getValue())[0];
        }
    }

    private static JsonNode json(HttpResponse<String> answer) throws IOException {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return MAPPER.readTree(answer.body());
    }

    private static String error(HttpResponse<String> answer) throws IOException {
        return MAPPER.readTree(answer.body()).get("error").asText();
    }
}
