package dev.millrace.cli.load;

import dev.millrace.placement.model.AppRef;
import dev.millrace.placement.model.Slo;
import dev.millrace.queueing.model.ArrivalProcess;
import java.util.List;

/**
 * The load of one app.
 *
 * @param networkMs constant that the app declares for its network, added to every observed time
 * @param targets where its requests go, at least one
 */
record AppLoad(AppRef app, ArrivalProcess arrivals, Slo slo, double networkMs, List<Target> targets) {
    AppLoad {
        targets = List.copyOf(targets);
        if (targets.isEmpty()) {
            throw new IllegalArgumentException("targets: none for " + app);
        }
    }

    /** The request for a draw {@code u} in [0, 1). */
    InferenceCall request(double u) {
        double left = u * targets.stream().mapToDouble(Target::weight).sum();
        for (Target target : targets) {
            left -= target.weight();
            if (left < 0) {
                return target.request();
            }
        }
        return targets.getLast().request();
    }
}
