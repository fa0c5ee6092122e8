package dev.millrace.operator.planning;

import dev.millrace.crds.v1alpha1.AppOnNode;
import dev.millrace.crds.v1alpha1.AppState;
import dev.millrace.placement.model.App;
import dev.millrace.placement.model.AppRef;
import dev.millrace.placement.model.Assignment;
import dev.millrace.placement.model.ClusterSnapshot;
import dev.millrace.placement.model.DeviceRef;
import dev.millrace.placement.model.Variant;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Loads that agents reported as failed. A device on which an app's load failed is left out of the app's candidates for a
 * pause that doubles with each failure; a variant that failed on several devices is left out everywhere, as it is the
 * artefact then, not the device. After the pause the replica is withdrawn until its agent has forgotten it, so that the next
 * attempt is a new one. Used by the planner's thread alone.
 */
final class FailedLoads {
    static final Duration FIRST_PAUSE = Duration.ofSeconds(10);
    static final Duration LONGEST_PAUSE = Duration.ofMinutes(10);

    /** An agent may see its plan before the app, model or profile that the plan names: such a report has to last this long. */
    static final Duration LAG = Duration.ofSeconds(10);

    /** On this many devices a variant fails before it is taken for the artefact's fault. */
    static final int DEVICES_PER_VARIANT = 3;

    private static final Set<String> LAGGING = Set.of("NoSuchApp", "NoSuchModel", "NoSuchVariant", "NoProfile");
    private static final Duration FORGOTTEN_AFTER = Duration.ofHours(1);

    private enum Phase {
        /** Reported, and perhaps only an agent that has not seen everything yet. */
        SUSPECTED,
        /** Left out until the pause ends. */
        PAUSED,
        /** The pause is over; withdrawn until the agent has forgotten it. */
        WITHDRAWN,
        /** May be tried again; remembered for the length of the next pause. */
        FORGIVEN
    }

    /**
     * One replica that failed.
     *
     * @param home where the app served then
     */
    private record Failure(
            Phase phase,
            String variant,
            String artefact,
            Set<DeviceRef> home,
            int attempts,
            Instant until,
            String message) {
        Failure in(Phase next, Instant when) {
            return new Failure(next, variant, artefact, home, attempts, when, message);
        }

        boolean excludes() {
            return phase == Phase.PAUSED || phase == Phase.WITHDRAWN;
        }
    }

    private final Map<Replica, Failure> failures = new HashMap<>();

    /**
     * Takes in what the agents report now.
     *
     * @param inForce what the nodes are told to hold
     * @param told number of the plan that each node was told last
     */
    void observe(
            ClusterSnapshot snapshot,
            Collection<Assignment> inForce,
            AgentReports reports,
            Map<String, Long> told,
            Instant now) {
        Map<AppRef, App> apps = snapshot.appsByRef();
        failures.entrySet().removeIf(entry -> outdated(apps.get(entry.getKey().app()), entry.getValue(), now));
        for (Assignment a : inForce) {
            AppOnNode report = reports.report(Replica.of(a)).orElse(null);
            if (report == null || (failures.isEmpty() && report.state() != AppState.FAILED)) {
                continue;
            }
            boolean current = reports.nodeReady(a.device().node())
                    && reports.caughtUp(
                            a.device().node(), told.getOrDefault(a.device().node(), 0L));
            if (current && apps.containsKey(a.app())) {
                reported(
                        a,
                        artefact(apps.get(a.app()), a.variant()),
                        () -> serving(a.app(), inForce, reports),
                        report,
                        now);
            }
        }
        failures.replaceAll((replica, failure) -> aged(replica, failure, reports, now));
    }

    private static Set<DeviceRef> serving(AppRef app, Collection<Assignment> inForce, AgentReports reports) {
        Set<DeviceRef> serving = new HashSet<>();
        inForce.stream()
                .filter(a -> a.app().equals(app) && a.share() > 0 && reports.serving(Replica.of(a)))
                .forEach(a -> serving.add(a.device()));
        return serving;
    }

    private void reported(Assignment a, String artefact, Supplier<Set<DeviceRef>> home, AppOnNode report, Instant now) {
        Replica replica = Replica.of(a);
        Failure known = failures.get(replica);
        if (report.state() == AppState.READY) {
            failures.remove(replica);
        } else if (report.state() == AppState.FAILED && (known == null || known.phase() == Phase.FORGIVEN)) {
            int attempts = known == null ? 1 : known.attempts() + 1;
            boolean lagging = LAGGING.contains(String.valueOf(report.reason()));
            failures.put(
                    replica,
                    new Failure(
                            lagging ? Phase.SUSPECTED : Phase.PAUSED,
                            a.variant(),
                            artefact,
                            home.get(),
                            attempts,
                            now.plus(lagging ? LAG : pause(attempts)),
                            said(report)));
        } else if (known != null && known.phase() == Phase.SUSPECTED && report.state() != AppState.FAILED) {
            failures.remove(replica);
        }
    }

    private static Failure aged(Replica replica, Failure failure, AgentReports reports, Instant now) {
        if (failure.phase() == Phase.SUSPECTED && !now.isBefore(failure.until())) {
            return failure.in(Phase.PAUSED, now.plus(pause(failure.attempts())));
        }
        boolean over = failure.phase() == Phase.WITHDRAWN
                || (failure.phase() == Phase.PAUSED && !now.isBefore(failure.until()));
        if (over) {
            // Where an older copy serves nothing is withdrawn, as that would end it.
            boolean forgotten = reports.report(replica).isEmpty()
                    || reports.serving(replica)
                    || !reports.nodeReady(replica.device().node());
            return failure.in(forgotten ? Phase.FORGIVEN : Phase.WITHDRAWN, failure.until());
        }
        return failure;
    }

    private static boolean outdated(@Nullable App app, Failure failure, Instant now) {
        return app == null
                || !artefact(app, failure.variant()).equals(failure.artefact())
                || (failure.phase() == Phase.FORGIVEN
                        && failure.until().plus(FORGOTTEN_AFTER).isBefore(now));
    }

    /** What has to change for a failure to be void: the artefact of the variant. */
    private static String artefact(App app, String variant) {
        return app.variants().stream()
                .filter(v -> v.name().equals(variant))
                .map(Variant::artefact)
                .findFirst()
                .orElse("");
    }

    private static String said(AppOnNode report) {
        String message = Objects.requireNonNullElse(report.message(), "");
        String reason = Objects.requireNonNullElse(report.reason(), "");
        return message.isEmpty() ? (reason.isEmpty() ? "failed" : reason) : message;
    }

    static Duration pause(int attempts) {
        Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(attempts - 1, 10));
        return pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
    }

    /** The snapshot without the candidates that are left out now. */
    ClusterSnapshot without(ClusterSnapshot snapshot) {
        Map<DeviceRef, Set<AppRef>> devices = new HashMap<>();
        Map<AppRef, Map<String, Integer>> perVariant = new HashMap<>();
        failures.forEach((replica, failure) -> {
            if (failure.excludes()) {
                devices.computeIfAbsent(replica.device(), key -> new HashSet<>())
                        .add(replica.app());
                perVariant
                        .computeIfAbsent(replica.app(), key -> new HashMap<>())
                        .merge(failure.variant(), 1, Integer::sum);
            }
        });
        Map<AppRef, Set<String>> variants = new HashMap<>();
        perVariant.forEach((app, counts) -> counts.forEach((variant, count) -> {
            if (count >= DEVICES_PER_VARIANT) {
                variants.computeIfAbsent(app, key -> new HashSet<>()).add(variant);
            }
        }));
        return devices.isEmpty() ? snapshot : new Exclusions(devices, variants).applyTo(snapshot);
    }

    /** Whether no load has failed that still matters. */
    boolean none() {
        return failures.isEmpty();
    }

    /** Whether candidates of the app are left out now. */
    boolean concern(AppRef app) {
        return message(app).isPresent();
    }

    /** What failed of the app and when it is tried again, one sentence; empty where nothing is left out. */
    Optional<String> message(AppRef app) {
        return failures.entrySet().stream()
                .filter(entry ->
                        entry.getKey().app().equals(app) && entry.getValue().excludes())
                .min(Map.Entry.comparingByKey(Comparator.comparing(Replica::device)))
                .map(entry -> entry.getKey().device().node() + "/"
                        + entry.getKey().device().device() + ": "
                        + entry.getValue().message() + "; not tried again before "
                        + entry.getValue().until().truncatedTo(ChronoUnit.SECONDS));
    }

    /** Whether the replica is where the app served when a load of it failed, or is the one that failed: no new place. */
    boolean stayed(Replica replica) {
        return failures.entrySet().stream()
                .filter(entry -> entry.getKey().app().equals(replica.app())
                        && entry.getValue().excludes())
                .anyMatch(entry -> entry.getKey().equals(replica)
                        || entry.getValue().home().contains(replica.device()));
    }

    /** Whether the replica is left out now. */
    boolean excluded(Replica replica) {
        Failure failure = failures.get(replica);
        return failure != null && failure.excludes();
    }

    /**
     * The target of the rollout without replicas that have to be forgotten before they are tried again. An app that serves
     * elsewhere stays there meanwhile.
     */
    List<Assignment> target(List<Assignment> planned, Supplier<List<Assignment>> servingNow) {
        Set<AppRef> withdrawn = new HashSet<>();
        if (!failures.isEmpty()) {
            planned.stream().filter(this::withdrawn).forEach(a -> withdrawn.add(a.app()));
        }
        if (withdrawn.isEmpty()) {
            return planned;
        }
        List<Assignment> serving = servingNow.get();
        List<Assignment> target = new ArrayList<>();
        planned.stream().filter(a -> !withdrawn.contains(a.app())).forEach(target::add);
        for (AppRef app : withdrawn) {
            boolean serves = serving.stream().anyMatch(a -> a.app().equals(app));
            (serves ? serving : planned)
                    .stream().filter(a -> a.app().equals(app) && !withdrawn(a)).forEach(target::add);
        }
        return target;
    }

    private boolean withdrawn(Assignment a) {
        Failure failure = failures.get(Replica.of(a));
        return failure != null && failure.phase() == Phase.WITHDRAWN;
    }

    /** When the next pause ends; empty while none runs. */
    Optional<Instant> nextDue() {
        return failures.values().stream()
                .filter(failure -> failure.phase() == Phase.SUSPECTED || failure.phase() == Phase.PAUSED)
                .map(Failure::until)
                .min(Instant::compareTo);
    }
}
