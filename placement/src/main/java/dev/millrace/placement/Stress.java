package dev.millrace.placement;

import dev.millrace.placement.model.App;
import dev.millrace.placement.model.ClusterSnapshot;
import dev.millrace.placement.model.Profile;
import dev.millrace.placement.model.Variant;
import dev.millrace.queueing.model.BatchServiceTimes;
import dev.millrace.queueing.model.ServiceTime;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The same cluster with slower models: what a plan meets if every profile was measured too low. */
public final class Stress {
    private final double factor;

    private Stress(double factor) {
        this.factor = factor;
    }

    /**
     * The snapshot with the service times and switch times of all profiles multiplied; the spread of the service times
     * (cv2), arrivals and preprocessing stay.
     *
     * @param factor positive; 1.1 = all profiles are 10 % off
     */
    public static ClusterSnapshot slowed(ClusterSnapshot snapshot, double factor) {
        if (!(factor > 0) || Double.isInfinite(factor)) {
            throw new IllegalArgumentException("factor: " + factor + ": must be positive");
        }
        Stress stress = new Stress(factor);
        return snapshot.withApps(snapshot.apps().stream().map(stress::slowed).toList());
    }

    private App slowed(App app) {
        List<Variant> variants = app.variants().stream()
                .map(variant -> new Variant(
                        variant.name(), variant.deviceClass(), variant.artefact(), slowed(variant.profiles())))
                .toList();
        return app.withVariants(variants);
    }

    private Map<String, Profile> slowed(Map<String, Profile> profiles) {
        Map<String, Profile> slowed = new TreeMap<>();
        profiles.forEach((type, profile) -> slowed.put(type, slowed(profile)));
        return slowed;
    }

    private Profile slowed(Profile profile) {
        List<BatchServiceTimes.Row> rows =
                profile.service().rows().stream().map(this::slowed).toList();
        return new Profile(
                new BatchServiceTimes(rows),
                profile.switchMs() * factor,
                profile.memoryBytes(),
                profile.onChipBytes(),
                profile.energyPerRequestJ());
    }

    private BatchServiceTimes.Row slowed(BatchServiceTimes.Row row) {
        ServiceTime time = row.time();
        return new BatchServiceTimes.Row(row.batch(), new ServiceTime(time.meanMs() * factor, time.cv2()));
    }
}
