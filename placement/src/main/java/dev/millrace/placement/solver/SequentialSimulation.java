package dev.millrace.placement.solver;

import dev.millrace.placement.model.Objective;
import dev.millrace.queueing.model.NodeModel;
import dev.millrace.queueing.result.ResponseSummary;
import dev.millrace.queueing.simulation.NodeSimulator;
import dev.millrace.queueing.simulation.SimulatedBranch;
import dev.millrace.queueing.simulation.SimulationOptions;
import dev.millrace.queueing.simulation.SimulationResult;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Sequential test of a node's objectives: simulated with four times as many requests each round, until each objective is
 * three standard errors below its bound, or one is above. The seed differs from that of the screening predictions, so
 * that a content which was picked for its luck there is not confirmed by the same luck.
 */
final class SequentialSimulation {
    private static final long SEED = 977;
    private static final long FIRST_REQUESTS = 20_000;
    private static final long LAST_REQUESTS = 1_280_000;
    private static final int GROWTH = 4;
    private static final double CLEAR = 3;
    private static final double DROPPED = 1.5;

    /** What is still undecided at the end holds if it is that far below its bound: the remaining sampling error. */
    private static final double LAST_MARGIN = 0.005;

    /** Requests beyond a quantile that its estimate and standard error need. */
    private static final double LEAST_BEYOND = 40;

    private static final double NORMAL_95 = 1.96;

    /** Time of one simulated request, the slowest seen lately. */
    private final AtomicLong picosPerRequest = new AtomicLong(500_000);

    private enum Finding {
        HOLDS,
        MISSED,
        OPEN
    }

    /** Judges a node; empty if there is no time to come to an end. */
    Optional<NodeReferee.Judgement> judge(NodeModel node, List<Bound> bounds, Deadline deadline) {
        for (long requests = FIRST_REQUESTS; ; requests *= GROWTH) {
            if (deadline.leftNanos() < requests * picosPerRequest.get() / 1000) {
                return Optional.empty();
            }
            SimulationResult result = simulate(node, requests);
            Map<String, SimulatedBranch> branches = new HashMap<>();
            result.branches().forEach(branch -> branches.put(key(branch.stream(), branch.device()), branch));
            Set<String> missed = new TreeSet<>();
            boolean open = false;
            for (Bound bound : bounds) {
                SimulatedBranch branch = branches.get(key(bound.stream(), bound.device()));
                Finding finding = branch == null
                        ? (requests < LAST_REQUESTS ? Finding.OPEN : Finding.MISSED)
                        : find(bound, branch, requests >= LAST_REQUESTS);
                open |= finding == Finding.OPEN;
                if (finding == Finding.MISSED) {
                    missed.add(bound.device());
                }
            }
            if (!open || !missed.isEmpty()) {
                return Optional.of(new NodeReferee.Judgement(result.prediction(), missed));
            }
        }
    }

    private SimulationResult simulate(NodeModel node, long requests) {
        long start = System.nanoTime();
        int streams = Math.max(1, node.streams().size());
        SimulationResult result =
                NodeSimulator.simulate(node, SimulationOptions.of(Math.max(1, requests / streams), SEED + requests));
        if (requests > FIRST_REQUESTS) {
            long picos = (System.nanoTime() - start) * 1000 / requests;
            picosPerRequest.updateAndGet(old -> Math.max(picos, (3 * old + picos) / 4));
        }
        return result;
    }

    private static Finding find(Bound bound, SimulatedBranch branch, boolean last) {
        double value = figure(bound.objective(), branch.summary());
        double error = figure(bound.objective(), branch.halfWidth95()) / NORMAL_95;
        if (last) {
            return value <= bound.boundMs() * (1 - LAST_MARGIN) ? Finding.HOLDS : Finding.MISSED;
        }
        if (branch.requests() * (1 - bound.objective().probabilityOrHalf()) < LEAST_BEYOND) {
            return Finding.OPEN;
        }
        if (value + CLEAR * error <= bound.boundMs()) {
            return Finding.HOLDS;
        }
        return value - DROPPED * error > bound.boundMs() ? Finding.MISSED : Finding.OPEN;
    }

    private static double figure(Objective objective, ResponseSummary summary) {
        return switch (objective) {
            case MEAN -> summary.meanMs();
            case P50 -> summary.p50Ms();
            case P90 -> summary.p90Ms();
            case P95 -> summary.p95Ms();
            case P99 -> summary.p99Ms();
            case P999 -> summary.p999Ms();
        };
    }

    private static String key(String stream, String device) {
        return stream + " " + device;
    }
}
