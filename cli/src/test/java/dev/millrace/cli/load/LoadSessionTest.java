package dev.millrace.cli.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.millrace.placement.model.App;
import dev.millrace.placement.model.AppRef;
import dev.millrace.placement.model.Assignment;
import dev.millrace.placement.model.ClusterSnapshot;
import dev.millrace.placement.model.DeviceRef;
import dev.millrace.placement.model.Objective;
import dev.millrace.placement.model.Policy;
import dev.millrace.placement.model.Slo;
import dev.millrace.queueing.model.ArrivalProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LoadSessionTest {
    private static final LoadTimes SHORT =
            new LoadTimes(Duration.ofMillis(200), Duration.ofMillis(1500), Duration.ofSeconds(5));

    @Test
    void sendsAtTheDeclaredRateAndAddsTheNetworkConstant() throws Exception {
        LoadTimes patient = new LoadTimes(SHORT.warmup(), SHORT.measured(), Duration.ofSeconds(60));
        // Far above any answer that is not given up: once and twice the constant cannot be taken for one another.
        double networkMs = 100_000;
        try (TinyServer server = new TinyServer(8, model -> pause(5))) {
            App app = app("steady", ArrivalProcess.periodic(100), 500, networkMs);
            LoadResult result = session(List.of(app), List.of(new Endpoint("", server.url())), patient)
                    .run((seconds, requests, failed) -> {});

            AppObservation steady = result.observed().getFirst();
            assertThat(steady.requests()).isCloseTo(150, within(1L));
            assertThat(server.requests("t.steady"))
                    .as("measured and warm-up requests")
                    .isCloseTo(170, within(1L));
            assertThat(steady.failures()).isEmpty();
            double slowest = networkMs + patient.timeout().toMillis();
            assertThat(steady.response().quantileMs(0.5)).isBetween(networkMs + 5, slowest);
            assertThat(steady.response().meanMs()).isBetween(networkMs + 5, slowest);
            assertThat(steady.ratePerSecond()).isCloseTo(100, within(1.0));
        }
    }

    @Test
    void latencyCountsFromTheInstantARequestWasDue() throws Exception {
        // One request at a time, 20 ms each, every 10 ms: the queue grows by 10 ms a request. A client that waits for
        // answers would see 20 ms throughout.
        try (TinyServer server = new TinyServer(1, model -> pause(20))) {
            LoadTimes oneSecond = new LoadTimes(Duration.ZERO, Duration.ofSeconds(1), Duration.ofSeconds(10));
            LoadResult result = session(
                            List.of(app("flooded", ArrivalProcess.periodic(100), 50, 0)),
                            List.of(new Endpoint("", server.url())),
                            oneSecond)
                    .run((seconds, requests, failed) -> {});

            AppObservation flooded = result.observed().getFirst();
            assertThat(flooded.requests()).isCloseTo(100, within(1L));
            assertThat(flooded.response().meanMs()).isGreaterThan(400);
            assertThat(flooded.response().quantileMs(0.99)).isGreaterThan(900);
            assertThat(flooded.sloMet()).isFalse();
            assertThat(flooded.attainment()).isLessThan(0.2);
        }
    }

    @Test
    void failedRequestsCountByCauseAndAgainstTheObjective() throws Exception {
        try (TinyServer server = new TinyServer(4, model -> 503)) {
            LoadResult result = session(
                            List.of(app("refused", ArrivalProcess.poisson(50), 50, 0)),
                            List.of(new Endpoint("", server.url())))
                    .run((seconds, requests, failed) -> {});

            AppObservation refused = result.observed().getFirst();
            assertThat(refused.requests()).isPositive();
            assertThat(refused.failures()).containsOnlyKeys("HTTP 503");
            assertThat(refused.failed()).isEqualTo(refused.requests());
            assertThat(refused.sloMet()).isFalse();
            assertThat(refused.attainment()).isZero();
        }
    }

    @Test
    void namedEndpointsGetTheSharesOfTheirNodes() throws Exception {
        try (TinyServer left = new TinyServer(4, model -> 200);
                TinyServer right = new TinyServer(4, model -> 200)) {
            App split = app("split", ArrivalProcess.periodic(200), 50, 0);
            App elsewhere = app("elsewhere", ArrivalProcess.periodic(10), 50, 0);
            List<Assignment> running = List.of(
                    new Assignment(split.ref(), new DeviceRef("a", "cpu-0"), "cpu", 0.25, 1, null),
                    new Assignment(split.ref(), new DeviceRef("b", "cpu-0"), "cpu", 0.75, 1, null));
            LoadResult result = new LoadSession(
                            cluster(List.of(split, elsewhere), running),
                            Map.of(),
                            Set.of(),
                            List.of(new Endpoint("a", left.url()), new Endpoint("b", right.url())),
                            SHORT,
                            1)
                    .run((seconds, requests, failed) -> {});

            assertThat(result.unserved()).containsExactly(elsewhere);
            double share = left.requests("t.split") / (double) (left.requests("t.split") + right.requests("t.split"));
            assertThat(share).isCloseTo(0.25, within(0.1));
        }
    }

    @Test
    void anAppThatNoServerKnowsIsUnserved() throws Exception {
        try (TinyServer server = new TinyServer(2, model -> 200)) {
            App absent = app("absent", ArrivalProcess.poisson(10), 50, 0);
            LoadResult result = session(List.of(absent), List.of(new Endpoint("", server.url())))
                    .run((seconds, requests, failed) -> {});

            assertThat(result.observed()).isEmpty();
            assertThat(result.unserved()).containsExactly(absent);
        }
    }

    @Test
    void aServerThatIsNotThereIsSaidSo() throws Exception {
        int port;
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = taken.getLocalPort();
        }
        LoadSession session = session(
                List.of(app("steady", ArrivalProcess.poisson(10), 50, 0)),
                List.of(Endpoint.parse("http://127.0.0.1:" + port)));

        assertThatThrownBy(() -> session.run((seconds, requests, failed) -> {}))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("http://127.0.0.1:" + port + " does not answer");
    }

    @Test
    void progressTellsOfEveryFewSeconds() throws Exception {
        List<Double> reports = new ArrayList<>();
        try (TinyServer server = new TinyServer(4, model -> 200)) {
            LoadTimes seconds = new LoadTimes(Duration.ofSeconds(4), Duration.ofMillis(1500), Duration.ofSeconds(5));
            session(
                            List.of(app("steady", ArrivalProcess.periodic(50), 50, 0)),
                            List.of(new Endpoint("", server.url())),
                            seconds)
                    .run((measured, requests, failed) -> reports.add(measured));
        }
        assertThat(reports)
                .singleElement()
                .satisfies(measured -> assertThat(measured).isBetween(1.0, 1.1));
    }

    private static int pause(long ms) throws InterruptedException {
        Thread.sleep(ms);
        return 200;
    }

    private static LoadSession session(List<App> apps, List<Endpoint> endpoints) {
        return session(apps, endpoints, SHORT);
    }

    private static LoadSession session(List<App> apps, List<Endpoint> endpoints, LoadTimes times) {
        return new LoadSession(cluster(apps, List.of()), Map.of(), Set.of(), endpoints, times, 1);
    }

    private static ClusterSnapshot cluster(List<App> apps, List<Assignment> running) {
        return new ClusterSnapshot(apps, List.of(), Policy.defaults(), running, Map.of());
    }

    private static App app(String name, ArrivalProcess arrivals, double sloMs, double networkMs) {
        return new App(
                new AppRef("t", name),
                null,
                arrivals,
                new Slo(Objective.P95, sloMs),
                0,
                networkMs,
                1,
                1,
                0,
                false,
                Map.of(),
                List.of(),
                List.of());
    }
}
