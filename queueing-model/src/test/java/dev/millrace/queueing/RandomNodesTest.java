package dev.millrace.queueing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.queueing.model.ArrivalProcess;
import dev.millrace.queueing.model.BatchServiceTimes;
import dev.millrace.queueing.model.Branch;
import dev.millrace.queueing.model.Copy;
import dev.millrace.queueing.model.Device;
import dev.millrace.queueing.model.DeviceClass;
import dev.millrace.queueing.model.Discipline;
import dev.millrace.queueing.model.NodeModel;
import dev.millrace.queueing.model.ServiceTime;
import dev.millrace.queueing.model.Stream;
import dev.millrace.queueing.result.BranchResponse;
import dev.millrace.queueing.result.ResponseSummary;
import dev.millrace.queueing.result.ResponseTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever is put on a device, figures are finite and in order, or the station is overloaded; never an exception. */
class RandomNodesTest {
    private static final int NODES = 250;

    private final Random random = new Random(42);

    @Test
    void everyNodeHasFiguresOrIsOverloaded() {
        int answered = 0;
        for (int i = 0; i < NODES; i++) {
            NodeModel node = node();
            for (BranchResponse branch :
                    new QueueingPredictor().predict(node, Accuracy.FAST).branches()) {
                ResponseTime response = branch.response();
                if (response != null) {
                    answered++;
                    verify(ResponseSummary.of(response), response, branch.method() + " on " + node);
                }
            }
        }
        assertThat(answered).isGreaterThan(2 * NODES);
    }

    private static void verify(ResponseSummary summary, ResponseTime response, String what) {
        double[] ascending = {
            summary.p50Ms(), summary.p90Ms(), summary.p95Ms(), summary.p99Ms(), summary.p999Ms(), Double.MAX_VALUE
        };
        assertThat(summary.meanMs()).as(what).isPositive().isFinite();
        for (int i = 1; i < ascending.length; i++) {
            assertThat(ascending[i - 1]).as(what).isPositive().isLessThan(ascending[i] * (1 + 1e-5));
        }
        assertThat(response.cdf(summary.p95Ms())).as(what).isBetween(0.9499, 1.0000001);
    }

    private NodeModel node() {
        DeviceClass deviceClass = DeviceClass.values()[random.nextInt(3)];
        int count = 1 + random.nextInt(5);
        List<Copy> copies = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            copies.add(copy("c" + i, deviceClass));
        }
        Discipline discipline = random.nextInt(4) == 0 ? Discipline.SWAP_AWARE : Discipline.FCFS;
        int cores = 1 + random.nextInt(4);
        int streamCount = count + random.nextInt(3);
        double load = between(0.05, 1.02) / streamCount * (deviceClass == DeviceClass.CPU ? cores : 1);
        boolean poisson = random.nextBoolean();
        List<Stream> streams = new ArrayList<>();
        for (int i = 0; i < streamCount; i++) {
            streams.add(stream("s" + i, copies.get(i % count), load, poisson));
        }
        return new NodeModel("n", cores, List.of(new Device("d", deviceClass, discipline, copies)), streams);
    }

    private Copy copy(String id, DeviceClass deviceClass) {
        double meanMs = between(0.5, 200);
        double cv2 = random.nextInt(3) == 0 ? between(0.05, 2) : 0;
        int maxBatch = deviceClass == DeviceClass.GPU && random.nextInt(3) == 0 ? 1 << random.nextInt(5) : 1;
        List<BatchServiceTimes.Row> rows = new ArrayList<>();
        rows.add(new BatchServiceTimes.Row(1, new ServiceTime(meanMs, cv2)));
        if (maxBatch > 1) {
            rows.add(new BatchServiceTimes.Row(maxBatch, new ServiceTime(meanMs * (1 + 0.3 * maxBatch), cv2)));
        }
        String set = random.nextInt(3) == 0 ? "set" + random.nextInt(2) : null;
        return new Copy(id, new BatchServiceTimes(rows), between(0.1, 50), set, maxBatch);
    }

    private Stream stream(String id, Copy copy, double load, boolean poisson) {
        double share = random.nextInt(4) == 0 ? 0.1 + 0.9 * random.nextDouble() : 1;
        double workMs = copy.service().at(1).meanMs() + 0.5 * copy.switchMs();
        double rare = random.nextInt(30) == 0 ? 1e-6 : 1;
        double rate = 1000 * load / workMs / share * rare;
        int kind = poisson ? 0 : random.nextInt(3);
        ArrivalProcess arrivals = switch (kind) {
            case 0 -> ArrivalProcess.poisson(rate);
            case 1 -> ArrivalProcess.periodic(rate);
            default -> ArrivalProcess.general(rate, between(0.1, 5));
        };
        double preprocessMs = random.nextInt(6) == 0 ? between(0.2, 20) : 0;
        return new Stream(id, arrivals, preprocessMs, 5, 100, List.of(new Branch("d", copy.id(), share)));
    }

    /** Uniform in the logarithm. */
    private double between(double low, double high) {
        return low * Math.pow(high / low, random.nextDouble());
    }
}
