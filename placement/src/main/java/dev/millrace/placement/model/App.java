package dev.millrace.placement.model;

import dev.millrace.queueing.model.ArrivalProcess;
import java.time.Instant;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One tenant's use of one model: a request stream with a latency objective.
 *
 * @param created when the app was declared; null counts as newest
 * @param preprocessMs CPU time of one request on the serving node before the device, 0 where there is none
 * @param networkMs constant added to every response
 * @param minReplicas least number of devices the load is split over
 * @param maxReplicas most devices the load may be split over
 * @param priority higher is kept first
 * @param dedicated whether the app has private copies, never shared with another app
 */
public record App(
        AppRef ref,
        @Nullable Instant created,
        ArrivalProcess arrivals,
        Slo slo,
        double preprocessMs,
        double networkMs,
        int minReplicas,
        int maxReplicas,
        int priority,
        boolean dedicated,
        Map<String, String> nodeSelector,
        List<Toleration> tolerations,
        List<Variant> variants) {

    /** Priority descending, then creation (absent = newest), then namespace and name. */
    public static final Comparator<App> ARRIVAL_ORDER = Comparator.comparingInt(App::priority)
            .reversed()
            .thenComparing(App::createdOrLatest)
            .thenComparing(App::ref);

    public App {
        Require.notNegative("preprocessMs", preprocessMs);
        Require.notNegative("networkMs", networkMs);
        Require.that(minReplicas >= 1, "minReplicas", minReplicas, "must be at least 1");
        Require.that(maxReplicas >= minReplicas, "maxReplicas", maxReplicas, "must be at least minReplicas");
        nodeSelector = Collections.unmodifiableMap(new TreeMap<>(nodeSelector));
        tolerations = List.copyOf(tolerations);
        variants = List.copyOf(variants);
        long names = variants.stream().map(Variant::name).distinct().count();
        Require.that(names == variants.size(), "variants", variants, "names must be unique");
    }

    /**
     * The variant of that name.
     *
     * @throws IllegalArgumentException if the app has none of that name
     */
    public Variant variant(String name) {
        return variants.stream()
                .filter(variant -> variant.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("variant: " + name + ": app " + ref + " has none"));
    }

    private Instant createdOrLatest() {
        return created == null ? Instant.MAX : created;
    }

    /** The same app with requests at another rate. */
    public App atRate(double perSecond) {
        return withArrivals(new ArrivalProcess(arrivals.kind(), perSecond, arrivals.cv2()));
    }

    /** The same app, split over at most so many devices. */
    public App withMaxReplicas(int other) {
        return changed(arrivals, slo, other, priority, variants);
    }

    /** The same app with requests that arrive in another way. */
    public App withArrivals(ArrivalProcess others) {
        return others.equals(arrivals) ? this : changed(others, slo, maxReplicas, priority, variants);
    }

    /** The same app with another objective or bound. */
    public App withSlo(Slo other) {
        return changed(arrivals, other, maxReplicas, priority, variants);
    }

    /** The same app at another priority. */
    public App atPriority(int other) {
        return changed(arrivals, slo, maxReplicas, other, variants);
    }

    /** The same app with other artefacts or profiles. */
    public App withVariants(List<Variant> others) {
        return changed(arrivals, slo, maxReplicas, priority, others);
    }

    private App changed(
            ArrivalProcess newArrivals, Slo newSlo, int newMaxReplicas, int newPriority, List<Variant> newVariants) {
        return new App(
                ref,
                created,
                newArrivals,
                newSlo,
                preprocessMs,
                networkMs,
                minReplicas,
                newMaxReplicas,
                newPriority,
                dedicated,
                nodeSelector,
                tolerations,
                newVariants);
    }
}
