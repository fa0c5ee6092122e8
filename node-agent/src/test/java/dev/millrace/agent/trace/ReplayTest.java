package dev.millrace.agent.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.millrace.agent.device.Copy;
import dev.millrace.agent.device.Job;
import dev.millrace.agent.device.OneAtATime;
import dev.millrace.agent.device.Order;
import dev.millrace.agent.device.SharingEngine;
import dev.millrace.agent.device.Station;
import dev.millrace.agent.device.Visit;
import dev.millrace.agent.device.WaitEngine;
import dev.millrace.agent.device.WorkerPerCopy;
import dev.millrace.agent.device.emulated.GammaTimes;
import dev.millrace.queueing.Accuracy;
import dev.millrace.queueing.QueueingPredictor;
import dev.millrace.queueing.model.ArrivalProcess;
import dev.millrace.queueing.model.BatchServiceTimes;
import dev.millrace.queueing.model.Branch;
import dev.millrace.queueing.model.Device;
import dev.millrace.queueing.model.DeviceClass;
import dev.millrace.queueing.model.Discipline;
import dev.millrace.queueing.model.NodeModel;
import dev.millrace.queueing.model.ServiceTime;
import dev.millrace.queueing.model.Stream;
import dev.millrace.queueing.result.ResponseTime;
import dev.millrace.queueing.simulation.NodeSimulator;
import dev.millrace.queueing.simulation.TraceText;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.math3.distribution.ExponentialDistribution;
import org.apache.commons.math3.random.RandomGenerator;
import org.apache.commons.math3.random.Well19937c;
import org.apache.commons.math3.stat.descriptive.moment.Mean;
import org.apache.commons.math3.stat.descriptive.rank.Percentile;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The agent's devices, played in virtual time and recorded, against the simulator that replays the record: two programs
 * that have nothing in common but the file.
 */
class ReplayTest {
    private static final int REQUESTS = 60_000;
    private static final int LONG_REQUESTS = 2_000_000;
    private static final double DEADLINE_MS = 60;

    /** Mean service in ms, cv2, switch in ms, requests per second; set of residence or empty; most of a batch. */
    private record App(double meanMs, double cv2, double switchMs, double rate, String set, int maxBatch) {
        static App tpu(double meanMs, double cv2, double switchMs, double rate) {
            return new App(meanMs, cv2, switchMs, rate, "", 1);
        }

        static App gpu(double meanMs, double cv2, double rate) {
            return new App(meanMs, cv2, 0, rate, "", 1);
        }

        static App batching(double meanMs, double cv2, double rate, int maxBatch) {
            return new App(meanMs, cv2, 0, rate, "", maxBatch);
        }

        App in(String name) {
            return new App(meanMs, cv2, switchMs, rate, name, maxBatch);
        }
    }

    private enum Scenario {
        SWITCHING_TWO_EQUAL(Discipline.FCFS, App.tpu(5, 0, 10, 25), App.tpu(5, 0, 10, 25)),
        SWITCHING_FOUR_UNEQUAL(
                Discipline.FCFS,
                App.tpu(3, 0.1, 6, 20),
                App.tpu(8, 0, 12, 10),
                App.tpu(15, 0.5, 3, 8),
                App.tpu(2, 1, 20, 5)),
        SWITCHING_HEAVY(Discipline.FCFS, App.tpu(4, 0.2, 8, 45), App.tpu(6, 0.2, 9, 30)),
        SWITCHING_SWAP_AWARE(
                Discipline.SWAP_AWARE, App.tpu(5, 0.1, 10, 40), App.tpu(5, 0.1, 10, 40), App.tpu(9, 0, 15, 15)),
        CO_RESIDENT_ALL(
                Discipline.FCFS,
                App.tpu(5, 0.2, 10, 50).in("a"),
                App.tpu(7, 0.1, 10, 40).in("a")),
        CO_RESIDENT_TWO_SETS(
                Discipline.FCFS,
                App.tpu(5, 0.2, 10, 20).in("a"),
                App.tpu(4, 0, 8, 20).in("a"),
                App.tpu(6, 0.1, 12, 12).in("b"),
                App.tpu(9, 0.3, 15, 6)),
        GPU_TWO(Discipline.FCFS, App.gpu(8, 0.1, 40), App.gpu(12, 0.3, 25)),
        GPU_SIX(
                Discipline.FCFS,
                App.gpu(4, 0, 25),
                App.gpu(6, 0.1, 20),
                App.gpu(9, 0.2, 15),
                App.gpu(12, 0.5, 10),
                App.gpu(15, 1, 6),
                App.gpu(20, 0, 5)),
        GPU_HEAVY(Discipline.FCFS, App.gpu(10, 0.2, 45), App.gpu(10, 0.2, 40)),
        GPU_VARIABLE(Discipline.FCFS, App.gpu(10, 2, 30), App.gpu(5, 1.5, 50), App.gpu(20, 0.7, 8)),
        BATCHING_ONE(Discipline.FCFS, App.batching(10, 0.1, 150, 8)),
        BATCHING_TWO(Discipline.FCFS, App.batching(10, 0.1, 80, 8), App.batching(6, 0.2, 60, 4));

        private final Discipline discipline;
        private final List<App> apps;

        Scenario(Discipline discipline, App... apps) {
            this.discipline = discipline;
            this.apps = List.of(apps);
        }

        boolean gpu() {
            return name().startsWith("GPU") || name().startsWith("BATCHING");
        }
    }

    private final RandomGenerator random = new Well19937c(5);

    @ParameterizedTest
    @EnumSource(Scenario.class)
    void observedResponsesAreThoseOfTheReplay(Scenario scenario) throws IOException {
        StringWriter written = new StringWriter();
        List<List<Double>> observed;
        try (TraceRecorder trace = TraceRecorder.into(written, "node")) {
            observed = play(scenario, trace, REQUESTS);
        }
        NodeModel model = model(scenario);
        TraceText text = TraceText.read(new BufferedReader(new StringReader(written.toString())));
        assertThat(text.node()).isEqualTo("node");
        var replay = NodeSimulator.replay(model, text.of(model)).prediction();
        for (int app = 0; app < scenario.apps.size(); app++) {
            double[] values =
                    observed.get(app).stream().mapToDouble(Double::doubleValue).toArray();
            ResponseTime replayed = replay.branch("site/app" + app, "device").response();
            double mean = new Mean().evaluate(values);
            assertThat(mean).as("mean of app %d", app).isCloseTo(replayed.meanMs(), within(0.001 * mean));
            double p95 = new Percentile().evaluate(values, 95);
            assertThat(p95).as("p95 of app %d", app).isCloseTo(replayed.quantileMs(0.95), within(0.003 * p95));
        }
    }

    /** Two million requests of each scenario against what is predicted for ever. */
    @Tag("long")
    @ParameterizedTest
    @EnumSource(Scenario.class)
    void observedResponsesAreThosePredicted(Scenario scenario) {
        List<List<Double>> observed = play(scenario, TraceRecorder.NONE, LONG_REQUESTS);
        var predicted = new QueueingPredictor().predict(model(scenario), Accuracy.ACCURATE);
        for (int app = 0; app < scenario.apps.size(); app++) {
            double[] values =
                    observed.get(app).stream().mapToDouble(Double::doubleValue).toArray();
            ResponseTime response = predicted.branch("site/app" + app, "device").response();
            double mean = new Mean().evaluate(values);
            assertThat(response.meanMs()).as("mean of app %d", app).isCloseTo(mean, within(0.03 * mean));
            double p95 = new Percentile().evaluate(values, 95);
            assertThat(response.quantileMs(0.95)).as("p95 of app %d", app).isCloseTo(p95, within(0.06 * p95));
        }
    }

    private List<List<Double>> play(Scenario scenario, TraceRecorder trace, int requests) {
        Station station = scenario.gpu()
                ? new Station(new WorkerPerCopy(), new SharingEngine())
                : new Station(
                        new OneAtATime(scenario.discipline == Discipline.FCFS ? Order.FCFS : Order.SWAP_AWARE),
                        new WaitEngine());
        int apps = scenario.apps.size();
        Copy[] copies = new Copy[apps];
        ExponentialDistribution[] gaps = new ExponentialDistribution[apps];
        double[] next = new double[apps];
        List<List<Double>> responses = new ArrayList<>();
        for (int i = 0; i < apps; i++) {
            App app = scenario.apps.get(i);
            GammaTimes times = new GammaTimes(
                    rows(app).stream()
                            .map(row -> new GammaTimes.Row(
                                    row.batch(),
                                    row.time().meanMs() * 1e6,
                                    row.time().cv2()))
                            .toList(),
                    random);
            String id = "device!app" + i;
            copies[i] = new Copy(
                    id,
                    trace.recording(id, times),
                    (long) (app.switchMs() * 1e6),
                    app.set().isEmpty() ? "copy:" + id : app.set(),
                    app.maxBatch());
            gaps[i] = new ExponentialDistribution(random, 1e9 / app.rate());
            next[i] = gaps[i].sample();
            responses.add(new ArrayList<>());
        }
        long now = 0;
        for (int n = 0; n < requests; n++) {
            int app = 0;
            for (int i = 1; i < apps; i++) {
                app = next[i] < next[app] ? i : app;
            }
            now = (long) next[app];
            next[app] += gaps[app].sample();
            List<Double> own = responses.get(app);
            trace.arrived(now, "site/app" + app, "device", copies[app].id());
            station.submit(new Job(
                    copies[app], now, now + (long) (DEADLINE_MS * 1e6), Job.NEVER, 0, null, new Job.Listener() {
                        @Override
                        public void served(Visit visit) {
                            own.add((visit.endedNanos() - visit.enteredNanos()) / 1e6);
                        }

                        @Override
                        public void expired() {}
                    }));
        }
        station.advance(now + 600_000_000_000L);
        return responses;
    }

    private static List<BatchServiceTimes.Row> rows(App app) {
        List<BatchServiceTimes.Row> rows = new ArrayList<>();
        rows.add(new BatchServiceTimes.Row(1, new ServiceTime(app.meanMs(), app.cv2())));
        if (app.maxBatch() > 1) {
            rows.add(new BatchServiceTimes.Row(
                    app.maxBatch(), new ServiceTime(app.meanMs() * (1 + 0.3 * app.maxBatch()), app.cv2())));
        }
        return rows;
    }

    private static NodeModel model(Scenario scenario) {
        List<dev.millrace.queueing.model.Copy> copies = new ArrayList<>();
        List<Stream> streams = new ArrayList<>();
        for (int i = 0; i < scenario.apps.size(); i++) {
            App app = scenario.apps.get(i);
            String id = "copy" + i;
            copies.add(new dev.millrace.queueing.model.Copy(
                    id,
                    new BatchServiceTimes(rows(app)),
                    app.switchMs(),
                    app.set().isEmpty() ? null : app.set(),
                    app.maxBatch()));
            streams.add(new Stream(
                    "site/app" + i,
                    ArrivalProcess.poisson(app.rate()),
                    0,
                    0,
                    DEADLINE_MS,
                    List.of(new Branch("device", id, 1))));
        }
        DeviceClass deviceClass = scenario.gpu() ? DeviceClass.GPU : DeviceClass.EDGE_TPU;
        return new NodeModel(
                "node", 1, List.of(new Device("device", deviceClass, scenario.discipline, copies)), streams);
    }
}
