package dev.millrace.queueing.simulation;

import dev.millrace.queueing.model.Flow;
import dev.millrace.queueing.model.Stream;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** All arrivals of a node in order of time. */
final class Arrivals {
    private final PoissonSource poisson;
    private final RenewalSource[] renewals;
    private final RenewalSource[] periodic;
    private final Phases phases;
    private double time;

    Arrivals(List<Flow> flows, SplittableRandom random) {
        int[] poissonFlows = IntStream.range(0, flows.size())
                .filter(i -> flows.get(i).isPoisson())
                .toArray();
        double[] rates = IntStream.of(poissonFlows)
                .mapToDouble(i -> flows.get(i).ratePerMs())
                .toArray();
        this.poisson = new PoissonSource(poissonFlows, rates, random.split());
        List<RenewalSource> sources = new ArrayList<>();
        List<Stream> streams = flows.stream().map(Flow::stream).distinct().toList();
        for (Stream stream : streams) {
            int[] own = IntStream.range(0, flows.size())
                    .filter(i -> flows.get(i).stream().id().equals(stream.id())
                            && !flows.get(i).isPoisson())
                    .toArray();
            if (own.length > 0) {
                double[] shares = IntStream.of(own)
                        .mapToDouble(i -> flows.get(i).branch().share())
                        .toArray();
                sources.add(new RenewalSource(stream.arrivals(), own, shares, random.split()));
            }
        }
        this.renewals = sources.toArray(RenewalSource[]::new);
        this.periodic = sources.stream().filter(RenewalSource::isPeriodic).toArray(RenewalSource[]::new);
        this.phases = new Phases(periodic.length);
    }

    boolean hasPeriodic() {
        return periodic.length > 0;
    }

    void randomisePhases(SplittableRandom random) {
        phases.randomise(random);
    }

    /** Draws the phases of all periodic streams anew from {@code now} on. */
    void redrawPhases(double now) {
        double[] next = phases.next();
        for (int i = 0; i < periodic.length; i++) {
            periodic[i].shift(now, next[i]);
        }
    }

    /** Time of the arrival that {@link #next} returned last, or the bound that it did not reach. */
    double time() {
        return time;
    }

    /** Flow of the next arrival before {@code until}, or -1 if there is none. */
    int next(double until) {
        while (true) {
            RenewalSource first = null;
            double earliest = poisson.nextTime();
            for (RenewalSource renewal : renewals) {
                if (renewal.nextTime() < earliest) {
                    earliest = renewal.nextTime();
                    first = renewal;
                }
            }
            if (earliest >= until) {
                time = until;
                return -1;
            }
            time = earliest;
            int flow = first == null ? poisson.take() : first.take();
            if (flow >= 0) {
                return flow;
            }
        }
    }
}
