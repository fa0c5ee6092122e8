package dev.millrace.agent.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.millrace.agent.device.Copy;
import dev.millrace.agent.device.Discipline;
import dev.millrace.agent.device.Engine;
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
import dev.millrace.queueing.model.NodeModel;
import dev.millrace.queueing.model.ServiceTime;
import dev.millrace.queueing.model.Stream;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.math3.distribution.ExponentialDistribution;
import org.apache.commons.math3.random.RandomGenerator;
import org.apache.commons.math3.random.Well19937c;
import org.apache.commons.math3.stat.descriptive.moment.StandardDeviation;
import org.apache.commons.math3.stat.descriptive.rank.Percentile;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * One app sends three times what it declares, in virtual time: its contract holds it to eleven tenths, and the others'
 * p95 is the one predicted for that.
 */
class OverloadTest {
    private static final int REQUESTS = 400_000;
    private static final int WARM_UP = 40_000;
    private static final double SERVICE_MS = 5;
    private static final double CV2 = 0.3;
    private static final double SWITCH_MS = 3;
    /** Requests per second of each of the three apps; the first sends three times as many. */
    private static final double RATE = 25;

    private final RandomGenerator random = new Well19937c(11);

    private enum Kind {
        EDGE_TPU,
        GPU
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void othersAreServedAsPredictedAtTheOffendersAdmittedRate(Kind kind) {
        Discipline discipline = kind == Kind.GPU ? new WorkerPerCopy() : new OneAtATime(Order.FCFS);
        Engine engine = kind == Kind.GPU ? new SharingEngine() : new WaitEngine();
        Station station = new Station(discipline, engine);
        GammaTimes times = new GammaTimes(List.of(new GammaTimes.Row(1, SERVICE_MS * 1e6, CV2)), random);
        long switchNanos = kind == Kind.GPU ? 0 : (long) (SWITCH_MS * 1e6);
        TokenBucket[] buckets = new TokenBucket[3];
        Copy[] copies = new Copy[3];
        double[] next = new double[3];
        ExponentialDistribution[] gaps = new ExponentialDistribution[3];
        List<List<Double>> responses = new ArrayList<>();
        for (int app = 0; app < 3; app++) {
            buckets[app] = new TokenBucket(RATE, 1, 0);
            copies[app] = Copy.alone("copy" + app, times, switchNanos);
            gaps[app] = new ExponentialDistribution(random, 1e9 / (app == 0 ? 3 * RATE : RATE));
            next[app] = gaps[app].sample();
            responses.add(new ArrayList<>());
        }
        List<Double> admitted = new ArrayList<>();
        int refusedOffender = 0;
        int refusedOthers = 0;
        double now = 0;
        for (int i = 0; i < REQUESTS; i++) {
            int app = next[0] < next[1] ? (next[0] < next[2] ? 0 : 2) : next[1] < next[2] ? 1 : 2;
            now = next[app];
            next[app] += gaps[app].sample();
            if (buckets[app].takeOrWaitNanos((long) now) > 0) {
                refusedOffender += app == 0 ? 1 : 0;
                refusedOthers += app == 0 ? 0 : 1;
                continue;
            }
            boolean counts = i > WARM_UP;
            if (app == 0 && counts) {
                admitted.add(now / 1e6);
            }
            station.submit(new Job(copies[app], (long) now, 0, Job.NEVER, 0, null, new Job.Listener() {
                @Override
                public void served(Visit visit) {
                    if (counts) {
                        responses.get(app).add((visit.endedNanos() - visit.enteredNanos()) / 1e6);
                    }
                }

                @Override
                public void expired() {}
            }));
        }
        station.advance((long) (now + 60e9));

        assertThat(refusedOthers).as("conforming requests").isZero();
        assertThat((double) refusedOffender / (REQUESTS * 3 / 5.0))
                .as("share of the offender's requests above eleven tenths of its contract")
                .isCloseTo(1.9 / 3, within(0.02));
        double[] predicted = predictedP95(kind, admitted);
        for (int app = 1; app < 3; app++) {
            double observed = new Percentile()
                    .evaluate(
                            responses.get(app).stream()
                                    .mapToDouble(Double::doubleValue)
                                    .toArray(),
                            95);
            assertThat(observed)
                    .as("p95 of app %d in ms", app)
                    .isCloseTo(predicted[app], within(0.05 * predicted[app]));
        }
    }

    /** By a model in which the first app declares what it was let in with: rate and variation of its admitted requests. */
    private static double[] predictedP95(Kind kind, List<Double> admittedMs) {
        double[] gaps = new double[admittedMs.size() - 1];
        for (int i = 0; i < gaps.length; i++) {
            gaps[i] = admittedMs.get(i + 1) - admittedMs.get(i);
        }
        double mean = (admittedMs.getLast() - admittedMs.getFirst()) / gaps.length;
        double deviation = new StandardDeviation().evaluate(gaps) / mean;
        double ratePerSecond = 1000 / mean;
        assertThat(ratePerSecond).isCloseTo(1.1 * RATE, within(0.01 * RATE));
        BatchServiceTimes service = BatchServiceTimes.single(new ServiceTime(SERVICE_MS, CV2));
        List<dev.millrace.queueing.model.Copy> copies = new ArrayList<>();
        List<Stream> streams = new ArrayList<>();
        for (int app = 0; app < 3; app++) {
            copies.add(new dev.millrace.queueing.model.Copy(
                    "copy" + app, service, kind == Kind.GPU ? 0 : SWITCH_MS, null, 1));
            ArrivalProcess arrivals = app == 0
                    ? ArrivalProcess.general(ratePerSecond, deviation * deviation)
                    : ArrivalProcess.poisson(RATE);
            streams.add(new Stream("app" + app, arrivals, 0, 0, 1000, List.of(new Branch("device", "copy" + app, 1))));
        }
        NodeModel node = new NodeModel(
                "node",
                1,
                List.of(new Device(
                        "device",
                        kind == Kind.GPU ? DeviceClass.GPU : DeviceClass.EDGE_TPU,
                        dev.millrace.queueing.model.Discipline.FCFS,
                        copies)),
                streams);
        var prediction = new QueueingPredictor().predict(node, Accuracy.ACCURATE);
        double[] p95 = new double[3];
        for (int app = 0; app < 3; app++) {
            p95[app] = prediction.branch("app" + app, "device").response().quantileMs(0.95);
        }
        return p95;
    }
}
