package dev.millrace.operator.adaptation;

import dev.millrace.placement.model.AppRef;
import dev.millrace.queueing.model.ArrivalProcess;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Traffic next to its contract. What an app declares is reserved for it, so less traffic changes nothing; more than declared
 * is planned for as it is observed, as far as the agents admit it, once that has lasted. Thread-safe.
 *
 * <p>The rate counts when it exceeds the declared one by {@value #RATE_BAND} and is planned for up to {@value #ADMITTED} times
 * the declared one, as the agents' token buckets let no more through. The squared coefficient of variation counts when it
 * exceeds that of the declared process by {@value #CV2_BAND}, absolutely and relatively; the app is then planned as a General
 * process. A figure that was adopted stays until the median leaves its band.
 */
public final class TrafficWatch {
    /** Guard band of the rate, relative. */
    static final double RATE_BAND = 0.05;

    /** Guard band of cv2, absolute and relative. */
    static final double CV2_BAND = 0.25;

    /** What the agents' rate contract admits, relative to the declared rate. */
    static final double ADMITTED = 1.1;

    private static final class Watched {
        private final Sustained rate;
        private final Sustained cv2;
        private ArrivalProcess declared;
        private Optional<ArrivalProcess> planned = Optional.empty();

        Watched(Duration period, ArrivalProcess declared) {
            this.rate = new Sustained(period);
            this.cv2 = new Sustained(period);
            this.declared = declared;
        }
    }

    private final Duration period;
    private final Map<AppRef, Watched> apps = new HashMap<>();

    /**
     * Nothing seen yet.
     *
     * @param period least time between two samples of an app; the agents' windows are a minute long
     */
    public TrafficWatch(Duration period) {
        this.period = period;
    }

    /**
     * Takes in what was observed.
     *
     * @param ratePerSecond all requests of the app, over all replicas
     * @param cv2 squared coefficient of variation of the times between them; NaN where it was not observed
     * @return what it is planned with from now on, if that has just changed
     */
    public synchronized Optional<ArrivalProcess> observe(
            AppRef app, ArrivalProcess declared, double ratePerSecond, double cv2, Instant now) {
        Watched watched = apps.get(app);
        if (watched == null || !watched.declared.equals(declared)) {
            watched = new Watched(period, declared);
            apps.put(app, watched);
        }
        if (!watched.rate.offer(ratePerSecond, now)) {
            return Optional.empty();
        }
        watched.cv2.offer(cv2, now);
        ArrivalProcess before = watched.planned.orElse(declared);
        ArrivalProcess next = next(watched, before);
        watched.planned = next.equals(declared) ? Optional.empty() : Optional.of(next);
        return next.equals(before) ? Optional.empty() : Optional.of(next);
    }

    private static ArrivalProcess next(Watched watched, ArrivalProcess before) {
        ArrivalProcess declared = watched.declared;
        double rate = adopted(
                watched.rate.value(),
                declared.ratePerSecond(),
                before.ratePerSecond(),
                RATE_BAND * declared.ratePerSecond());
        rate = Math.min(rate, ADMITTED * declared.ratePerSecond());
        double band = CV2_BAND * Math.max(1, declared.cv2());
        double cv2 = adopted(watched.cv2.value(), declared.cv2(), before.cv2(), band);
        return cv2 == declared.cv2()
                ? new ArrivalProcess(declared.kind(), rate, cv2)
                : ArrivalProcess.general(rate, Math.min(cv2, 1e4));
    }

    /** What counts after the median has been seen: it, if it left the band around what counted before. */
    private static double adopted(OptionalDouble median, double declared, double before, double band) {
        if (median.isEmpty()) {
            return before;
        }
        double seen = rounded(median.getAsDouble());
        if (seen <= declared + band) {
            // Half a band lower on the way back, so that noise around the edge does not switch to and fro.
            return before > declared && seen > declared + band / 2 ? before : declared;
        }
        return before > declared && Math.abs(seen - before) <= band ? before : seen;
    }

    private static double rounded(double value) {
        return Math.round(value * 100) / 100.0;
    }

    /** The apps that are planned with other traffic than they declare. */
    public synchronized Map<AppRef, ArrivalProcess> deviating() {
        Map<AppRef, ArrivalProcess> deviating = new HashMap<>();
        apps.forEach((app, watched) -> watched.planned.ifPresent(process -> deviating.put(app, process)));
        return deviating;
    }

    /** Forgets an app that was deleted. */
    public synchronized void forget(AppRef app) {
        apps.remove(app);
    }
}
