package dev.millrace.placement.solver;

import dev.millrace.placement.cell.Verdict;
import dev.millrace.placement.model.App;
import dev.millrace.placement.model.Policy;
import dev.millrace.placement.problem.Hosting;
import dev.millrace.placement.problem.Problem;
import java.util.List;
import java.util.Optional;

/**
 * What a plan is worth. First the apps hosted: those of a higher priority outweigh all below, and within a priority the
 * admitted outweigh all newcomers. A moved app costs {@code moveCost} apps. Then headroom, energy and price by the
 * policy's weights.
 */
public final class Merit {
    /** One app, in the unit of {@link #value}. */
    public static final long APP = 1000;

    /** One device's time, in the unit of {@link #cost}. */
    private static final double DEVICE = 1e6;

    private static final long LARGEST_WEIGHT = 1_000_000_000_000L;

    private final Problem problem;
    private final long[] weights;
    private final long moveCost;

    /** The merit of plans for that problem. */
    public Merit(Problem problem) {
        this.problem = problem;
        this.weights = weights(problem);
        this.moveCost = Math.round(problem.policy().moveCost() * APP);
    }

    private static long[] weights(Problem problem) {
        List<App> apps = problem.apps();
        long[] weights = new long[apps.size()];
        long weight = 1;
        long below = 0;
        for (int i = apps.size() - 1; i >= 0; i--) {
            boolean boundary = i + 1 < apps.size()
                    && (apps.get(i).priority() != apps.get(i + 1).priority()
                            || problem.running(i).isPresent()
                                    != problem.running(i + 1).isPresent());
            if (boundary) {
                weight = Math.min(LARGEST_WEIGHT, weight * (below + 1));
                below = 0;
            }
            weights[i] = weight;
            below++;
        }
        return weights;
    }

    /** Relative worth of hosting the app, 1 for the least. */
    public long weight(int appIndex) {
        return weights[appIndex];
    }

    /** Worth of one app's hosting, a move from where it runs now deducted. */
    public long value(Hosting hosting) {
        long worth = weights[hosting.appIndex()] * APP;
        return moved(hosting) ? worth - moveCost : worth;
    }

    /** Whether the app runs elsewhere now. */
    public boolean moved(Hosting hosting) {
        Optional<Hosting> running = problem.running(hosting.appIndex());
        return running.isPresent() && !running.get().samePlaces(hosting);
    }

    /** Secondary cost of an app's hosting: energy in watts and price of the devices' time, weighted. */
    public double cost(Hosting hosting) {
        Policy.Weights weights = problem.policy().weights();
        double cost = 0;
        for (Hosting.Part part : hosting.parts()) {
            double perSecond = part.option().app().arrivals().ratePerSecond() * part.share();
            cost += weights.energy() * perSecond * part.option().profile().energyPerRequestJ();
            cost += weights.price()
                    * part.option().work()
                    * part.share()
                    * part.option().site().node().pricePerHour();
        }
        return cost * DEVICE;
    }

    /** Secondary cost of a cell: its load, that is, the headroom it lacks. */
    public double cost(Verdict verdict) {
        double load = verdict.cpuLoad();
        for (double deviceLoad : verdict.loads()) {
            load += deviceLoad;
        }
        return problem.policy().weights().headroom() * load * DEVICE;
    }

    /** Worth of a whole plan: apps hosted less moves. */
    public long value(PlanState state) {
        long sum = 0;
        for (int i = 0; i < problem.apps().size(); i++) {
            sum += state.hosting(i).map(this::value).orElse(0L);
        }
        return sum;
    }

    /** Which of two plans is worth more: positive if the first is, by apps hosted, then by secondary cost. */
    int compare(PlanState first, PlanState second) {
        int byValue = Long.compare(value(first), value(second));
        return byValue != 0 ? byValue : Double.compare(cost(second), cost(first));
    }

    private double cost(PlanState state) {
        double sum = 0;
        for (int i = 0; i < problem.apps().size(); i++) {
            sum += state.hosting(i).map(this::cost).orElse(0.0);
        }
        for (int cell = 0; cell < problem.cells().size(); cell++) {
            sum += cost(state.verdict(cell));
        }
        return sum;
    }
}
