package dev.millrace.queueing.truth;

import dev.millrace.queueing.model.ArrivalProcess;
import dev.millrace.queueing.model.NodeModel;
import dev.millrace.queueing.model.Stream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;

/**
 * Simulates a case in batches until its figures are known well enough.
 *
 * <p>Without cameras the batches follow one another in one long run. With cameras, whose phases are the randomness, a
 * batch is many short runs, each with phases of its own and a warm-up from the empty system.
 */
final class TrueFigures {
    private static final int FEWEST_BATCHES = 20;
    private static final double BATCH_REQUESTS = 400_000;
    private static final double SHORT_RUN_REQUESTS = 400;

    /** Cameras among themselves come back to where they were after a period. */
    private static final double CAMERAS_ONLY_REQUESTS = 100;

    private final List<NodeModel> nodes;
    private final SplittableRandom seeds;
    private final boolean cameras;
    private final boolean onlyCameras;
    private final double requestsPerMs;
    private final double longestPeriodMs;
    private final Map<String, Figures> figures = new LinkedHashMap<>();

    private TrueFigures(List<NodeModel> nodes, long seed) {
        this.nodes = nodes;
        this.seeds = new SplittableRandom(seed);
        Map<String, Stream> streams = new LinkedHashMap<>();
        nodes.forEach(node -> node.streams().forEach(stream -> streams.put(stream.id(), stream)));
        streams.keySet().forEach(id -> figures.put(id, new Figures()));
        List<ArrivalProcess> arrivals =
                streams.values().stream().map(Stream::arrivals).toList();
        cameras = arrivals.stream().anyMatch(each -> each.kind() == ArrivalProcess.Kind.PERIODIC);
        onlyCameras = arrivals.stream().allMatch(each -> each.kind() == ArrivalProcess.Kind.PERIODIC);
        requestsPerMs = arrivals.stream().mapToDouble(ArrivalProcess::ratePerMs).sum();
        longestPeriodMs = arrivals.stream()
                .mapToDouble(each -> 1 / each.ratePerMs())
                .max()
                .orElseThrow();
    }

    /**
     * True figures by stream.
     *
     * @param goalPercent relative half-width of the mean that ends the simulation; percentiles may have 1.6 (p95) and
     *     2.4 (p99) times as much
     * @param mostRequests ends it at the latest
     */
    static Map<String, Figures> of(List<NodeModel> nodes, long seed, double goalPercent, double mostRequests) {
        TrueFigures truth = new TrueFigures(nodes, seed);
        int mostBatches = (int) Math.max(FEWEST_BATCHES, mostRequests / BATCH_REQUESTS);
        NaiveSimulator run = truth.start();
        run.warmUp(BATCH_REQUESTS / 4 / truth.requestsPerMs);
        for (int batch = 1; batch <= mostBatches; batch++) {
            if (truth.cameras) {
                truth.shortRuns();
            } else {
                truth.add(run, BATCH_REQUESTS / truth.requestsPerMs);
            }
            if (batch >= FEWEST_BATCHES && batch % 5 == 0 && truth.known(goalPercent / 100)) {
                break;
            }
        }
        return truth.figures;
    }

    private NaiveSimulator start() {
        return new NaiveSimulator(nodes, seeds.nextLong());
    }

    private List<NaiveSimulator.Responses> lists() {
        List<NaiveSimulator.Responses> lists = new ArrayList<>();
        figures.keySet().forEach(id -> lists.add(new NaiveSimulator.Responses()));
        return lists;
    }

    private void add(NaiveSimulator run, double durationMs) {
        List<NaiveSimulator.Responses> lists = lists();
        run.record(durationMs, lists);
        keep(run, lists);
    }

    private void shortRuns() {
        double fewest = onlyCameras ? CAMERAS_ONLY_REQUESTS : SHORT_RUN_REQUESTS;
        double durationMs = Math.max(fewest / requestsPerMs, 2 * longestPeriodMs);
        int runs = (int) Math.ceil(BATCH_REQUESTS / requestsPerMs / durationMs);
        List<NaiveSimulator.Responses> lists = lists();
        NaiveSimulator run = start();
        for (int i = 0; i < runs; i++) {
            run = start();
            run.warmUp(1.5 * durationMs);
            run.record(durationMs, lists);
        }
        keep(run, lists);
    }

    private void keep(NaiveSimulator run, List<NaiveSimulator.Responses> lists) {
        for (int i = 0; i < lists.size(); i++) {
            Objects.requireNonNull(figures.get(run.streams().get(i)))
                    .add(lists.get(i).sorted());
        }
    }

    private boolean known(double goal) {
        return figures.values().stream()
                .allMatch(each -> each.meanHalfWidthMs() < goal * each.meanMs()
                        && each.quantileHalfWidthMs(0.95) < 1.6 * goal * each.quantileMs(0.95)
                        && each.quantileHalfWidthMs(0.99) < 2.4 * goal * each.quantileMs(0.99));
    }
}
