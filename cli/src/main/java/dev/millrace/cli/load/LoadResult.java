package dev.millrace.cli.load;

import dev.millrace.placement.model.App;
import java.util.List;

/**
 * What a run observed.
 *
 * @param observed apps that got load
 * @param unserved apps that no given server serves
 */
public record LoadResult(List<AppObservation> observed, List<App> unserved) {
    public LoadResult {
        observed = List.copyOf(observed);
        unserved = List.copyOf(unserved);
    }

    /** Whether every app that got load met its objective. */
    public boolean allMet() {
        return observed.stream().allMatch(AppObservation::sloMet);
    }
}
