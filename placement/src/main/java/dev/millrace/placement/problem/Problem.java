package dev.millrace.placement.problem;

import dev.millrace.placement.model.App;
import dev.millrace.placement.model.AppRef;
import dev.millrace.placement.model.Assignment;
import dev.millrace.placement.model.ClusterSnapshot;
import dev.millrace.placement.model.DeviceRef;
import dev.millrace.placement.model.Policy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A snapshot, indexed for search. Immutable. */
public final class Problem {
    private final ClusterSnapshot snapshot;
    private final List<App> apps;
    private final List<Options> options = new ArrayList<>();
    private final List<Optional<Hosting>> running = new ArrayList<>();
    private final int[] classes;
    private final double[] footprints;
    private final boolean preprocessing;
    private final Layout layout;
    private final Places.Finder places;
    private final Map<String, Policy.Quota> quotas = new HashMap<>();
    private final Map<AppClass, Integer> knownClasses;

    /** Indexes a snapshot. */
    public Problem(ClusterSnapshot snapshot) {
        this.snapshot = snapshot;
        snapshot.policy().quotas().forEach(quota -> quotas.put(quota.namespace(), quota));
        Set<AppRef> admitted = new HashSet<>();
        snapshot.running().forEach(assignment -> admitted.add(assignment.app()));
        // Planning order: what is admitted stands before newcomers of equal priority, so that none costs it its place.
        this.apps = snapshot.apps().stream()
                .map(this::capped)
                .sorted(Comparator.comparingInt(App::priority)
                        .reversed()
                        .thenComparing(app -> !admitted.contains(app.ref()))
                        .thenComparing(App.ARRIVAL_ORDER))
                .toList();
        this.preprocessing = apps.stream().anyMatch(app -> app.preprocessMs() > 0);
        this.layout = new Layout(snapshot, preprocessing);
        this.places = new Places.Finder(layout);
        this.classes = new int[apps.size()];
        this.knownClasses = new HashMap<>();
        for (int i = 0; i < apps.size(); i++) {
            classes[i] = classOf(apps.get(i));
            options.add(new Options(i, apps.get(i), places.of(apps.get(i))));
        }
        this.footprints = computeFootprints();
        indexRunning();
    }

    /** The problem with one more app, last in planning order whatever its priority. The indices of the others stay. */
    private Problem(Problem base, App newcomer) {
        this.snapshot = base.snapshot;
        this.preprocessing = base.preprocessing;
        this.layout = base.layout;
        this.places = base.places;
        this.quotas.putAll(base.quotas);
        this.knownClasses = base.knownClasses;
        int index = base.apps.size();
        App capped = capped(newcomer);
        List<App> more = new ArrayList<>(index + 1);
        more.addAll(base.apps);
        more.add(capped);
        this.apps = more;
        this.classes = Arrays.copyOf(base.classes, index + 1);
        classes[index] = classOf(capped);
        options.addAll(base.options);
        options.add(new Options(index, capped, places.of(capped)));
        running.addAll(base.running);
        running.add(Optional.empty());
        this.footprints = Arrays.copyOf(base.footprints, index + 1);
        footprints[index] = demand(index);
    }

    /**
     * This problem with one more app, which runs nowhere yet, at the end of {@link #apps()}; the others keep their indices.
     *
     * @throws IllegalArgumentException if the app preprocesses and none of the others does: devices of a node then depend on
     *     each other, and all has to be indexed anew
     */
    public Problem with(App newcomer) {
        if (newcomer.preprocessMs() > 0 && !preprocessing) {
            throw new IllegalArgumentException(
                    "preprocessMs: " + newcomer.preprocessMs() + ": no other app preprocesses");
        }
        return new Problem(this, newcomer);
    }

    /** Whether any app preprocesses, so that the devices of a node depend on each other. */
    public boolean preprocessing() {
        return preprocessing;
    }

    private int classOf(App app) {
        AppClass appClass = AppClass.of(app);
        synchronized (knownClasses) {
            Integer known = knownClasses.get(appClass);
            if (known == null) {
                known = knownClasses.size();
                knownClasses.put(appClass, known);
            }
            return known;
        }
    }

    private App capped(App app) {
        Policy.Quota quota = quotas.get(app.ref().namespace());
        if (quota == null || app.priority() <= quota.maxPriority()) {
            return app;
        }
        return app.atPriority(quota.maxPriority());
    }

    private void indexRunning() {
        Map<AppRef, List<Assignment>> byApp = new HashMap<>();
        for (Assignment assignment : snapshot.running()) {
            if (assignment.share() > 0) {
                byApp.computeIfAbsent(assignment.app(), ref -> new ArrayList<>())
                        .add(assignment);
            }
        }
        for (int i = 0; i < apps.size(); i++) {
            running.add(hosting(i, byApp.getOrDefault(apps.get(i).ref(), List.of())));
        }
    }

    /** The assignments as a hosting; empty where there are none or one of them can no longer stand. */
    private Optional<Hosting> hosting(int appIndex, List<Assignment> assignments) {
        List<Hosting.Part> parts = new ArrayList<>();
        Set<DeviceRef> devices = new HashSet<>();
        for (Assignment assignment : assignments) {
            options.get(appIndex)
                    .at(assignment.device(), assignment.variant())
                    .filter(option -> devices.add(assignment.device()))
                    .ifPresent(option -> parts.add(new Hosting.Part(option, assignment.share())));
        }
        App app = apps.get(appIndex);
        boolean whole = parts.size() == assignments.size()
                && parts.size() >= app.minReplicas()
                && parts.size() <= app.maxReplicas()
                && Math.abs(parts.stream().mapToDouble(Hosting.Part::share).sum() - 1) < 1e-6;
        return whole ? Optional.of(new Hosting(appIndex, parts)) : Optional.empty();
    }

    public ClusterSnapshot snapshot() {
        return snapshot;
    }

    public Policy policy() {
        return snapshot.policy();
    }

    /** The apps in planning order: priority (capped by quota), admitted before newcomers, then arrival. */
    public List<App> apps() {
        return apps;
    }

    /** Devices in name order. */
    public List<Site> sites() {
        return layout.sites;
    }

    public List<Cell> cells() {
        return layout.cells;
    }

    /** Capacity of each memory in bytes, by {@link Site#pool()}. */
    public long poolBytes(int pool) {
        return layout.poolBytes.get(pool);
    }

    public int pools() {
        return layout.poolBytes.size();
    }

    /** The places the app may take, in device order; each is made when it is looked at. */
    public List<Option> options(int appIndex) {
        return options.get(appIndex);
    }

    /** As {@link #options}, but on some devices alone. */
    public List<Option> options(int appIndex, Selection devices) {
        return options.get(appIndex).on(devices);
    }

    /** One of {@link #options} for each variant, type of device and size of memory. */
    public List<Option> distinctOptions(int appIndex) {
        return options.get(appIndex).distinct();
    }

    /** Where the app runs now, if that can go on. */
    public Optional<Hosting> running(int appIndex) {
        return running.get(appIndex);
    }

    /** Apps of equal class are interchangeable for a device. */
    public int appClass(int appIndex) {
        return classes[appIndex];
    }

    /** Most load the namespace may bring over all devices, infinite without a quota. */
    public double quotaLoad(String namespace) {
        Policy.Quota quota = quotas.get(namespace);
        if (quota == null) {
            return Double.POSITIVE_INFINITY;
        }
        long usable = layout.sites.stream()
                .filter(site -> site.node().ready() && site.spec().healthy())
                .count();
        return quota.deviceShare() * usable;
    }

    /**
     * What the app takes of the device it suits best: load, and its part of the copy's memory if all apps that could
     * share the copy did. Infinite where it has no place.
     */
    public double footprint(int appIndex) {
        return footprints[appIndex];
    }

    private double[] computeFootprints() {
        Map<String, Integer> sharers = new HashMap<>();
        for (Options each : options) {
            each.distinct().stream()
                    .map(Option::copyId)
                    .distinct()
                    .forEach(copy -> sharers.merge(copy, 1, Integer::sum));
        }
        double[] footprints = new double[apps.size()];
        for (int i = 0; i < footprints.length; i++) {
            footprints[i] = options.get(i).distinct().stream()
                    .mapToDouble(option -> option.work()
                            + (double) option.profile().memoryBytes()
                                    / Math.max(1, poolBytes(option.site().pool()))
                                    / sharers.getOrDefault(option.copyId(), 1))
                    .min()
                    .orElse(Double.POSITIVE_INFINITY);
        }
        return footprints;
    }

    /** Least load the app brings to the device it suits best; infinite where it has none. */
    public double demand(int appIndex) {
        return options.get(appIndex).distinct().stream()
                .mapToDouble(Option::work)
                .min()
                .orElse(Double.POSITIVE_INFINITY);
    }
}
