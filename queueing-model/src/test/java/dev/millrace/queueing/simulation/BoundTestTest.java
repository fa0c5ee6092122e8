package dev.millrace.queueing.simulation;

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
import dev.millrace.queueing.result.ResponseSummary;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Bounds a little inside and a little outside the figures of a long simulation are told apart. */
class BoundTestTest {
    private static final int COPIES = 4;

    @ParameterizedTest
    @CsvSource({
        "EDGE_TPU, FCFS, POISSON, 0",
        "EDGE_TPU, SWAP_AWARE, POISSON, 0",
        "EDGE_TPU, SWAP_AWARE, PERIODIC, 0",
        "GPU, FCFS, POISSON, 0",
        "GPU, FCFS, PERIODIC, 10",
        "CPU, FCFS, GENERAL, 0",
    })
    void tellsBoundsApart(DeviceClass deviceClass, Discipline discipline, ArrivalProcess.Kind arrivals, double prepMs) {
        NodeModel node = node(deviceClass, discipline, arrivals, prepMs);
        List<ResponseSummary> truth = NodeSimulator.simulate(node, SimulationOptions.of(500_000, 5)).branches().stream()
                .map(SimulatedBranch::summary)
                .toList();
        for (TestLength length : List.of(TestLength.screening(300_000), TestLength.confirmation(2_000_000))) {
            assertThat(missed(node, truth, 1.06, length)).doesNotContain(true);
            boolean[] all = missed(node, truth, 0.94, length);
            assertThat(all).contains(true);
            for (int tight = 0; tight < COPIES; tight++) {
                List<ResponseBound> bounds = new ArrayList<>(bounds(truth, 1.3));
                bounds.set(tight, bounds(truth, 0.9).get(tight));
                boolean[] one = BoundTest.missed(node, bounds, length, 3);
                boolean[] expected = new boolean[COPIES];
                expected[tight] = true;
                assertThat(one).isEqualTo(expected);
            }
        }
    }

    private static boolean[] missed(NodeModel node, List<ResponseSummary> truth, double factor, TestLength length) {
        return BoundTest.missed(node, bounds(truth, factor), length, 3);
    }

    private static List<ResponseBound> bounds(List<ResponseSummary> truth, double factor) {
        List<ResponseBound> bounds = new ArrayList<>(Collections.nCopies(COPIES, ResponseBound.onMean(1)));
        for (int i = 0; i < COPIES; i++) {
            bounds.set(
                    i,
                    i % 2 == 0
                            ? ResponseBound.onMean(truth.get(i).meanMs() * factor)
                            : new ResponseBound(0.95, truth.get(i).p95Ms() * factor));
        }
        return bounds;
    }

    private static NodeModel node(
            DeviceClass deviceClass, Discipline discipline, ArrivalProcess.Kind arrivals, double prepMs) {
        List<Copy> copies = new ArrayList<>();
        List<Stream> streams = new ArrayList<>();
        double cv2 = arrivals == ArrivalProcess.Kind.PERIODIC ? 0 : arrivals == ArrivalProcess.Kind.POISSON ? 1 : 2;
        for (int i = 0; i < COPIES; i++) {
            ServiceTime time = new ServiceTime(10 + 4 * i, 0);
            double switchMs = deviceClass == DeviceClass.EDGE_TPU ? 5 : 0;
            copies.add(new Copy(
                    "c" + i, new BatchServiceTimes(List.of(new BatchServiceTimes.Row(1, time))), switchMs, null, 1));
            streams.add(new Stream(
                    "s" + i,
                    new ArrivalProcess(arrivals, 9 + i, cv2),
                    prepMs,
                    7,
                    100,
                    List.of(new Branch("d", "c" + i, 1))));
        }
        int cores = deviceClass == DeviceClass.CPU ? 1 : 4;
        return new NodeModel("n", cores, List.of(new Device("d", deviceClass, discipline, copies)), streams);
    }
}
