package dev.millrace.placement.baseline;

import dev.millrace.placement.model.ClusterSnapshot;
import dev.millrace.placement.problem.Option;
import dev.millrace.placement.problem.Problem;
import dev.millrace.placement.problem.Site;
import dev.millrace.queueing.model.DeviceClass;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.apache.commons.math3.optim.MaxIter;
import org.apache.commons.math3.optim.linear.LinearConstraint;
import org.apache.commons.math3.optim.linear.LinearConstraintSet;
import org.apache.commons.math3.optim.linear.LinearObjectiveFunction;
import org.apache.commons.math3.optim.linear.NonNegativeConstraint;
import org.apache.commons.math3.optim.linear.Relationship;
import org.apache.commons.math3.optim.linear.SimplexSolver;
import org.apache.commons.math3.optim.nonlinear.scalar.GoalType;

/**
 * No plan hosts more apps than this: the linear programme that maximises the apps hosted under utilisation, CPU and memory
 * alone, apps divisible, devices of one type pooled, no switching and no latency objective.
 *
 * <p>A copy shared by k apps costs each of them a k-th of its memory, the least that it can.
 */
public final class UpperBound {
    private static final int MOST_ITERATIONS = 100_000;

    private final Problem problem;
    private final List<LinearConstraint> constraints = new ArrayList<>();
    private final List<Column> columns = new ArrayList<>();

    /** Devices that the programme cannot tell apart. */
    private record Pool(DeviceClass deviceClass, String type, int cores, long memoryBytes) {
        static Pool of(Site site, Problem problem) {
            return new Pool(
                    site.spec().deviceClass(), site.spec().type(), site.node().cores(), problem.poolBytes(site.pool()));
        }
    }

    /** One variable: the fraction of an app in a pool. */
    private record Column(int app, Pool pool, Option option) {}

    private UpperBound(ClusterSnapshot snapshot) {
        this.problem = new Problem(snapshot);
    }

    /**
     * The bound.
     *
     * @param maxLoad most load of a station, 1 = all its time
     * @return apps, not rounded
     */
    public static double of(ClusterSnapshot snapshot, double maxLoad) {
        return new UpperBound(snapshot).solve(maxLoad);
    }

    private double solve(double maxLoad) {
        Map<Pool, Integer> devices = new LinkedHashMap<>();
        problem.sites().forEach(site -> devices.merge(Pool.of(site, problem), 1, Integer::sum));
        for (int app = 0; app < problem.apps().size(); app++) {
            Map<Pool, Option> best = new LinkedHashMap<>();
            for (Option option : problem.options(app)) {
                best.merge(Pool.of(option.site(), problem), option, (a, b) -> a.work() <= b.work() ? a : b);
            }
            int index = app;
            best.forEach((pool, option) -> columns.add(new Column(index, pool, option)));
        }
        if (columns.isEmpty()) {
            return 0;
        }
        for (int app = 0; app < problem.apps().size(); app++) {
            int index = app;
            bound(column -> column.app() == index ? 1 : 0, 1);
        }
        Map<String, Integer> sharers = sharers();
        devices.forEach((pool, count) -> {
            bound(column -> column.pool().equals(pool) ? column.option().work() : 0, count * maxLoad);
            bound(column -> column.pool().equals(pool) ? column.option().cpuWork() : 0, count * maxLoad);
            bound(
                    column -> column.pool().equals(pool)
                            ? (double) column.option().profile().memoryBytes()
                                    / Math.max(1, pool.memoryBytes())
                                    / sharers.getOrDefault(column.option().copyId(), 1)
                            : 0,
                    count);
        });
        double[] ones = new double[columns.size()];
        Arrays.fill(ones, 1);
        return new SimplexSolver()
                .optimize(
                        new MaxIter(MOST_ITERATIONS),
                        new LinearObjectiveFunction(ones, 0),
                        new LinearConstraintSet(constraints),
                        GoalType.MAXIMIZE,
                        new NonNegativeConstraint(true))
                .getValue();
    }

    private Map<String, Integer> sharers() {
        Map<String, Integer> sharers = new HashMap<>();
        for (Column column : columns) {
            sharers.merge(column.option().copyId(), 1, Integer::sum);
        }
        return sharers;
    }

    private void bound(ToDoubleFunction<Column> coefficient, double most) {
        double[] row = columns.stream().mapToDouble(coefficient).toArray();
        constraints.add(new LinearConstraint(row, Relationship.LEQ, most));
    }
}
