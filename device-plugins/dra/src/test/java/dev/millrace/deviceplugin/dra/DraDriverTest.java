package dev.millrace.deviceplugin.dra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.millrace.deviceplugin.dra.api.Device;
import dev.millrace.deviceplugin.kubelet.OfferedDevice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A driver and the kubelet's side of its APIs, over Unix sockets. */
class DraDriverTest {
    private static final ClaimName FIRST = new ClaimName("site", "first", "11111111-aaaa");
    private static final ClaimName SECOND = new ClaimName("site", "second", "22222222-bbbb");

    @TempDir
    private Path folder;

    private final Map<String, List<ClaimDevice>> given = new ConcurrentHashMap<>();
    private final List<List<OfferedDevice>> published = new CopyOnWriteArrayList<>();
    private volatile List<OfferedDevice> present = List.of(device("a", true, 1), device("b", true, 2));
    private DraOptions options;
    private SlicePublisher publisher;
    private DraDriver driver;
    private Thread serving;
    private WatchingKubelet kubelet;

    @BeforeEach
    void start() {
        options = new DraOptions(
                "test.millrace.dev", "TEST", "node-1", folder, folder.resolve("cdi"), Duration.ofMillis(20), 3);
        given.put(FIRST.uid(), List.of(new ClaimDevice("main/fast", "node-1", "a")));
        given.put(SECOND.uid(), List.of(new ClaimDevice("main", "node-1", "b")));
        startDriver();
    }

    private void startDriver() {
        publisher = new SlicePublisher(published::add, Duration.ofMillis(10), Duration.ofMillis(20));
        publisher.start();
        DraDriver fresh = new DraDriver(options, () -> present, this::allocated, publisher);
        driver = fresh;
        serving = Thread.ofPlatform().start(() -> {
            try {
                fresh.run();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        await().until(() -> Files.exists(options.registrationSocket()));
        kubelet = new WatchingKubelet(options.registrationSocket());
    }

    private void stopDriver() throws InterruptedException {
        kubelet.close();
        driver.stop();
        serving.join();
        driver.close();
        publisher.close();
    }

    @AfterEach
    void stop() throws InterruptedException {
        stopDriver();
        assertThat(options.registrationSocket()).doesNotExist();
        assertThat(options.socket()).doesNotExist();
    }

    @Test
    void itTellsTheKubeletWhatItIs() {
        assertThat(kubelet.info().getType()).isEqualTo("DRAPlugin");
        assertThat(kubelet.info().getName()).isEqualTo("test.millrace.dev");
        assertThat(kubelet.info().getEndpoint())
                .isEqualTo(folder.resolve("plugins/test.millrace.dev/dra.sock").toString());
        assertThat(kubelet.info().getSupportedVersionsList()).containsExactly("v1.DRAPlugin");
    }

    @Test
    void aClaimIsPreparedByNamesThatTheRuntimeKnows() throws IOException {
        assertThat(devices(FIRST))
                .containsExactly(Device.newBuilder()
                        .addRequestNames("main")
                        .setPoolName("node-1")
                        .setDeviceName("a")
                        .addCdiDeviceIds("test.millrace.dev/claim=11111111-aaaa-a")
                        .build());
        assertThat(Files.readString(specification(FIRST)))
                .isEqualTo("{\"cdiVersion\":\"0.5.0\",\"kind\":\"test.millrace.dev/claim\",\"devices\":[{\"name\":"
                        + "\"11111111-aaaa-a\",\"containerEdits\":{\"env\":[\"TEST_DEVICE_A=/dev/a1\"],"
                        + "\"deviceNodes\":[{\"path\":\"/dev/a1\",\"hostPath\":\"/host/a1\","
                        + "\"permissions\":\"rw\"}]}}]}\n");
    }

    @Test
    void aPreparedClaimOutlivesTheProcessAndNeedsNoApiServer() throws Exception {
        List<Device> before = devices(FIRST);
        stopDriver();
        given.clear();
        startDriver();
        assertThat(devices(FIRST)).isEqualTo(before);
    }

    @Test
    void aPreparedClaimIsMadeKnownAgainAfterARebootThatMovedItsDevice() throws Exception {
        devices(FIRST);
        stopDriver();
        Files.delete(specification(FIRST));
        present = List.of(device("a", true, 7));
        startDriver();
        devices(FIRST);
        assertThat(Files.readString(specification(FIRST))).contains("/host/a7").doesNotContain("/host/a1");
    }

    @Test
    void whatIsTakenBackLeavesNothing() throws IOException {
        devices(FIRST);
        devices(SECOND);
        assertThat(kubelet.unprepare(FIRST).get(FIRST.uid()).getError()).isEmpty();
        assertThat(specification(FIRST)).doesNotExist();
        assertThat(specification(SECOND)).exists();
        assertThat(options.folder().resolve("claims")).isDirectoryNotContaining("glob:**" + FIRST.uid());
        assertThat(kubelet.unprepare(FIRST).get(FIRST.uid()).getError())
                .as("again")
                .isEmpty();
    }

    @Test
    void aClaimNeverHeardOfIsTakenBack() {
        ClaimName unknown = new ClaimName("site", "unknown", "33333333-cccc");
        assertThat(kubelet.unprepare(unknown)).hasSize(1);
        assertThat(kubelet.unprepare(unknown).get(unknown.uid()).getError()).isEmpty();
    }

    @Test
    void oneClaimThatFailsDoesNotStopAnother() {
        ClaimName unknown = new ClaimName("site", "unknown", "33333333-cccc");
        var answers = kubelet.prepare(unknown, SECOND);
        assertThat(answers.get(unknown.uid()).getError()).contains("not given");
        assertThat(answers.get(SECOND.uid()).getDevicesList()).hasSize(1);
    }

    @Test
    void aDeviceThatIsGoneOrIllIsNotPreparedAndWhatHasItKeepsIt() {
        devices(FIRST);
        present = List.of(device("b", false, 2));
        await().until(() -> !published.isEmpty() && published.getLast().equals(present));
        assertThat(kubelet.prepare(SECOND).get(SECOND.uid()).getError()).contains("b is unhealthy");
        assertThat(devices(FIRST)).hasSize(1);
        kubelet.unprepare(FIRST);
        assertThat(kubelet.prepare(FIRST).get(FIRST.uid()).getError()).contains("a is gone");
        present = List.of(device("b", true, 2));
        await().untilAsserted(() ->
                assertThat(kubelet.prepare(SECOND).get(SECOND.uid()).getError()).isEmpty());
    }

    @Test
    void lossAndHealthArePublishedBothWays() {
        List<OfferedDevice> first = present;
        await().until(() -> !published.isEmpty() && published.getLast().equals(first));
        present = List.of(device("a", false, 1));
        await().until(() -> published.getLast().equals(present));
        present = first;
        await().until(() -> published.getLast().equals(first));
    }

    @Test
    void aKubeletThatRegistersItHasThePublishedLookedAt() {
        await().until(() -> !published.isEmpty());
        int before = published.size();
        new WatchingKubelet(options.registrationSocket()).close();
        await().until(() -> published.size() > before);
    }

    @Test
    void socketsThatAreTakenAwayAreMadeAgain() throws IOException {
        Files.delete(options.registrationSocket());
        await().until(() -> Files.exists(options.registrationSocket()));
        await().ignoreExceptions().until(() -> {
            try (WatchingKubelet another = new WatchingKubelet(options.registrationSocket())) {
                return another.prepare(FIRST).get(FIRST.uid()).getError().isEmpty();
            }
        });
    }

    private List<ClaimDevice> allocated(ClaimName claim) throws IOException {
        List<ClaimDevice> devices = given.get(claim.uid());
        if (devices == null) {
            throw new IOException("the claim was not given any device yet");
        }
        return devices;
    }

    private List<Device> devices(ClaimName claim) {
        var answer = kubelet.prepare(claim).get(claim.uid());
        assertThat(answer.getError()).isEmpty();
        return answer.getDevicesList();
    }

    private Path specification(ClaimName claim) {
        return folder.resolve("cdi/test.millrace.dev-claim_" + claim.uid() + ".json");
    }

    private static OfferedDevice device(String id, boolean healthy, int address) {
        return new OfferedDevice(
                id, "t", healthy, List.of(new OfferedDevice.Node("/host/" + id + address, "/dev/" + id + address)), -1);
    }
}
