package dev.millrace.queueing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import dev.millrace.queueing.cases.Comparison;
import dev.millrace.queueing.cases.Comparison.AppError;
import dev.millrace.queueing.cases.PredictionCase;
import dev.millrace.queueing.cpu.ConstantServiceStation;
import dev.millrace.queueing.cpu.ErlangDelay;
import dev.millrace.queueing.cpu.WaitingTime;
import dev.millrace.queueing.edgetpu.SwitchClass;
import dev.millrace.queueing.edgetpu.SwitchingQueue;
import dev.millrace.queueing.fcfs.LatticeQueue;
import dev.millrace.queueing.fcfs.PeriodicSuperposition;
import dev.millrace.queueing.gpu.SharedGpu;
import dev.millrace.queueing.model.ArrivalProcess;
import dev.millrace.queueing.model.Copy;
import dev.millrace.queueing.model.Flow;
import dev.millrace.queueing.model.NodeModel;
import dev.millrace.queueing.model.ServiceTime;
import dev.millrace.queueing.result.ResponseSummary;
import dev.millrace.queueing.result.ResponseTime;
import dev.millrace.queueing.simulation.NodeSimulator;
import dev.millrace.queueing.simulation.SimulatedBranch;
import dev.millrace.queueing.simulation.SimulationOptions;
import dev.millrace.queueing.transform.Complex;
import dev.millrace.queueing.transform.ServiceMix;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Figures that are known otherwise, by kind of system; those of a single class are beside it: LatticeQueueTest,
 * SwitchingQueueTest, CoResidentQueueTest, SharedGpuTest, BatchingCopyTest, ConstantServiceStationTest, ErlangDelayTest,
 * TailTest, GpuStationTest.
 */
class CheckValuesTest {
    private static ResponseTime response(NodeModel node, String stream, Accuracy accuracy) {
        String device = node.devices().getFirst().name();
        return Objects.requireNonNull(Objects.requireNonNull(
                        new QueueingPredictor().predict(node, accuracy).branch(stream, device))
                .response());
    }

    @Nested
    @DisplayName("GI/G/1 on a lattice")
    class Lattice {
        @ParameterizedTest
        @CsvSource({"2048, 0.42", "4096, 0.11", "16384, 0.007"})
        void meansByGridPointsAtNineTenths(int points, double percent) {
            for (double cv2 : new double[] {0, 0.5}) {
                double mean = new LatticeQueue(10 / 0.9, 1, new ServiceTime(10, cv2), points)
                        .response()
                        .meanMs();
                assertThat(mean).isCloseTo(10 + 0.9 * 10 * (1 + cv2) / 0.2, withinPercentage(percent));
            }
        }

        @ParameterizedTest
        @ValueSource(doubles = {0.2, 0.5, 0.8, 0.9})
        void poissonArrivalsByTransformAndByLattice(double load) {
            for (double cv2 : new double[] {0, 0.1, 0.5, 1, 2}) {
                ServiceTime time = new ServiceTime(10, cv2);
                ResponseTime lattice = new LatticeQueue(10 / load, 1, time, 1 << 14).response();
                NodeModel node = Nodes.gpu().copy("m", 10, cv2, 0, null).stream(
                                "a", ArrivalProcess.poisson(100 * load), "m")
                        .node();
                ResponseTime transform = response(node, "a", Accuracy.ACCURATE);
                assertThat(transform.meanMs()).isCloseTo(lattice.meanMs(), withinPercentage(0.02));
                for (double p : new double[] {0.5, 0.9, 0.95, 0.99, 0.999}) {
                    assertThat(transform.quantileMs(p))
                            .as("p %s cv2 %s", p, cv2)
                            .isCloseTo(lattice.quantileMs(p), withinPercentage(0.1));
                }
            }
        }
    }

    @Nested
    @DisplayName("EdgeTPU with switching")
    class Switching {
        @Test
        void meansWithoutRootsOfThreeModels() {
            SwitchingQueue queue = new SwitchingQueue(
                    List.of(copy(42.18, 17.53, 8.37), copy(62.95, 19.39, 2.428), copy(125.13, 19.43, 1.382)));
            assertThat(queue.quickMeanWaitMs()).isCloseTo(151.8801, withinPercentage(0.6));
            assertThat(queue.load()).isCloseTo(1 - 0.171574 - 0.033532 - 0.008679, within(2e-6));
            // Three equal ones: e to six digits.
            SwitchingQueue equal = new SwitchingQueue(List.of(copy(10, 12, 14), copy(10, 12, 14), copy(10, 12, 14)));
            for (double idle : equal.idleProbabilities()) {
                assertThat(idle).isCloseTo((1 - equal.load()) / 3, within(1e-6));
            }
        }

        private SwitchClass copy(double serviceMs, double switchMs, double perSecond) {
            return new SwitchClass(ServiceMix.of(perSecond / 1000, ServiceTime.deterministic(serviceMs)), switchMs);
        }
    }

    @Nested
    @DisplayName("GPU, copies share equally")
    class Sharing {
        @Test
        void accurateFiguresOfThreeEngines() {
            NodeModel node = Nodes.gpu()
                    .poisson("a", 5, 25.6, 0)
                    .poisson("b", 8, 30.1, 0)
                    .poisson("c", 4, 82.9, 0)
                    .node();
            double[][] known = {{58.36, 51.2, 124.7, 180.1}, {74.05, 60.05, 177.3, 270.8}, {207.5, 165.0, 482.9, 718.8}
            };
            String[] streams = {"a", "b", "c"};
            for (int i = 0; i < streams.length; i++) {
                ResponseSummary found = ResponseSummary.of(response(node, streams[i], Accuracy.ACCURATE));
                assertThat(found.meanMs()).isCloseTo(known[i][0], withinPercentage(0.6));
                assertThat(found.p50Ms()).isCloseTo(known[i][1], withinPercentage(0.8));
                assertThat(found.p95Ms()).isCloseTo(known[i][2], withinPercentage(1.2));
                assertThat(found.p99Ms()).isCloseTo(known[i][3], withinPercentage(2.4));
            }
        }

        @Test
        void busyProbabilitiesAreWithinThreePercentOfSimulatedOnes() {
            double[] busy = new SharedGpu(new double[] {0.005, 0.008, 0.004}, new ServiceTime[] {
                        ServiceTime.deterministic(25.6),
                        ServiceTime.deterministic(30.1),
                        ServiceTime.deterministic(82.9)
                    })
                    .busyProbabilities();
            double[] simulated = {0.2437, 0.4094, 0.5141};
            for (int i = 0; i < busy.length; i++) {
                assertThat(busy[i]).isCloseTo(simulated[i], withinPercentage(3));
            }
        }
    }

    @Nested
    @DisplayName("CPU stations")
    class Cpu {
        @Test
        void constantServiceOnFourCoresAgainstSimulation() {
            NodeModel node = Nodes.cpu(4).poisson("a", 80, 40, 0).node();
            ConstantServiceStation station = new ConstantServiceStation(4, 0.08, 40);
            SimulatedBranch branch = NodeSimulator.simulate(node, SimulationOptions.of(3_000_000, 9))
                    .branches()
                    .getFirst();
            ResponseSummary simulated = branch.summary();
            assertThat(station.meanMs()).isCloseTo(simulated.meanMs(), withinPercentage(0.4));
            assertThat(station.quantileMs(0.5)).isCloseTo(simulated.p50Ms(), withinPercentage(0.4));
            assertThat(station.quantileMs(0.9)).isCloseTo(simulated.p90Ms(), withinPercentage(0.5));
            assertThat(station.quantileMs(0.95)).isCloseTo(simulated.p95Ms(), withinPercentage(0.6));
            assertThat(station.quantileMs(0.99)).isCloseTo(simulated.p99Ms(), withinPercentage(1.2));
        }

        /** M/M/c: P(W &gt; t) = C e^(-(c mu - rate) t). */
        @ParameterizedTest
        @CsvSource({"1, 0.6", "2, 0.75", "4, 0.8", "8, 0.9"})
        void exponentialServiceHasAnExponentialWait(int cores, double load) {
            ServiceMix work = ServiceMix.of(load * cores / 10, new ServiceTime(10, 1));
            WaitingTime wait = WaitingTime.of(cores, work);
            double waits = ErlangDelay.waitProbability(cores, load);
            assertThat(wait.none()).isCloseTo(1 - waits, within(1e-6));
            double decay = cores * (1 - load) / 10;
            assertThat(wait.meanMs()).isCloseTo(waits / decay, withinPercentage(0.01));
            double z = 0.013;
            double transform = 1 - waits + waits * decay / (decay + z);
            assertThat(wait.transform().at(new Complex(z, 0)).re()).isCloseTo(transform, within(1e-6));
        }

        @Test
        void waitProbabilityByErlangsLossFormula() {
            // C(k, a) by Erlang's B recursion: B_0 = 1, B_i = a B / (i + a B), C = B / (1 - rho (1 - B)).
            for (int cores : new int[] {1, 2, 3, 8}) {
                double load = 0.7;
                double b = erlangB(cores, load * cores);
                assertThat(ErlangDelay.waitProbability(cores, load)).isCloseTo(b / (1 - load * (1 - b)), within(1e-12));
            }
        }
    }

    private static double erlangB(int servers, double offered) {
        double b = 1;
        for (int i = 1; i <= servers; i++) {
            b = offered * b / (i + offered * b);
        }
        return b;
    }

    @Nested
    @DisplayName("equal cameras")
    class Cameras {
        /** W = (n - 1) rho s / (2 n B(n - 2, n / rho)). */
        @ParameterizedTest
        @CsvSource({"2, 0.5", "4, 0.6", "5, 0.75", "10, 0.9", "20, 0.8"})
        void meanByErlangsLossFormula(int cameras, double load) {
            double wait = (cameras - 1) * load * 10 / (2 * cameras * erlangB(cameras - 2, cameras / load));
            assertThat(new PeriodicSuperposition(cameras, load, 10).meanMs())
                    .isCloseTo(10 + wait, withinPercentage(0.001));
        }

        @ParameterizedTest
        @CsvSource({"4, 0.75", "10, 0.75"})
        void againstSimulation(int cameras, double load) {
            Nodes nodes = Nodes.edgeTpu().copy("m", 10, 0, 0, null);
            for (int i = 0; i < cameras; i++) {
                nodes.stream("c" + i, ArrivalProcess.periodic(100 * load / cameras), "m");
            }
            PeriodicSuperposition exact = new PeriodicSuperposition(cameras, load, 10);
            List<SimulatedBranch> branches = NodeSimulator.simulate(
                            nodes.node(), SimulationOptions.of(2_000_000 / cameras, 3))
                    .branches();
            double mean = branches.stream()
                    .mapToDouble(branch -> branch.summary().meanMs())
                    .average()
                    .orElseThrow();
            assertThat(mean).isCloseTo(exact.meanMs(), withinPercentage(0.3));
        }
    }

    @Nested
    @DisplayName("a measured EdgeTPU")
    class Measured {
        @ParameterizedTest
        @CsvSource({
            "ibis-efficientnet-l-x-inception-v3-x-inception-v4, 15, 1.98, 2.93, 6.14, 8.44",
            "ibis-inception-v3-x-ssd-mobilenet-v2, 10, 3.87, 3.86, 6.48, 9.30"
        })
        void meanErrorsByMix(String mix, int points, double ibis, double mean, double p95, double p99) {
            List<PredictionCase> cases = PredictionCase.all("measured").stream()
                    .filter(each -> each.name().startsWith(mix))
                    .toList();
            Comparison comparison =
                    Comparison.of(cases, node -> new QueueingPredictor().predict(node, Accuracy.ACCURATE));
            assertThat(comparison.errors()).hasSize(points);
            assertThat(comparison.average(AppError::mean)).isCloseTo(mean, within(0.02));
            assertThat(comparison.average(AppError::p95)).isCloseTo(p95, within(0.02));
            assertThat(comparison.average(AppError::p99)).isCloseTo(p99, within(0.02));
            double sum = 0;
            for (PredictionCase each : cases) {
                NodeModel node = each.nodes().getFirst();
                for (PredictionCase.Truth truth : each.truths()) {
                    sum += 100 * Math.abs(ibisMeanMs(node, truth.stream()) / truth.mean() - 1);
                }
            }
            assertThat(sum / points).isCloseTo(ibis, within(0.02));
        }

        /** m_i = s_i + (1 - p_i) o_i, W = L sum p_i m_i^2 / (2 (1 - rho)), R_i = m_i + W (Liang et al. 2023). */
        private double ibisMeanMs(NodeModel node, String stream) {
            List<Flow> flows = Flow.of(node);
            double rate = flows.stream().mapToDouble(Flow::ratePerMs).sum();
            double load = 0;
            double second = 0;
            double own = 0;
            for (Flow flow : flows) {
                Copy copy = flow.copy();
                double workMs = copy.service().at(1).meanMs() + (1 - flow.ratePerMs() / rate) * copy.switchMs();
                load += flow.ratePerMs() * workMs;
                second += flow.ratePerMs() * workMs * workMs;
                own += flow.stream().id().equals(stream)
                        ? workMs + flow.stream().networkMs()
                        : 0;
            }
            return own + second / (2 * (1 - load));
        }
    }
}
