package dev.millrace.operator.controller;

import dev.millrace.cluster.SnapshotBuilder;
import dev.millrace.crds.v1alpha1.AppOnNode;
import dev.millrace.crds.v1alpha1.InferenceApp;
import dev.millrace.crds.v1alpha1.ObservedHistogram;
import dev.millrace.operator.adaptation.TrafficWatch;
import dev.millrace.operator.condition.Reason;
import dev.millrace.operator.planning.AgentReports;
import dev.millrace.operator.planning.Replica;
import dev.millrace.placement.model.AppRef;
import dev.millrace.placement.model.Assignment;
import dev.millrace.queueing.model.ArrivalProcess;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** What the agents observe of each app's traffic, fed to the watch; a change is told as an Event. */
@ApplicationScoped
public class Traffic {
    /** Below this many requests in a window its figures are chance. */
    private static final long LEAST_COUNT = 100;

    private final TrafficWatch watch;
    private final EventRecorder events;

    Traffic(EventRecorder events, @ConfigProperty(name = "millrace.adaptation.period") Duration period) {
        this.watch = new TrafficWatch(period);
        this.events = events;
    }

    /** Takes in what the agents report of the app; returns whether it has to be planned anew. */
    boolean changed(InferenceApp app, List<Assignment> inForce, AgentReports reports) {
        double rate = 0;
        double weighted = 0;
        long count = 0;
        for (Assignment assignment : inForce) {
            ObservedHistogram seen = reports.report(Replica.of(assignment))
                    .map(AppOnNode::observed)
                    .orElse(null);
            if (seen != null && seen.ratePerSecond() != null && seen.count() != null) {
                rate += seen.ratePerSecond();
                weighted += seen.ratePerSecond() * (seen.cv2() == null ? Double.NaN : seen.cv2());
                count += seen.count();
            }
        }
        if (count < LEAST_COUNT || rate <= 0) {
            return false;
        }
        ArrivalProcess declared = SnapshotBuilder.arrivals(app);
        Optional<ArrivalProcess> planned =
                watch.observe(SnapshotBuilder.ref(app), declared, rate, weighted / rate, Instant.now());
        planned.ifPresent(process -> events.record(
                app,
                EventRecorder.NORMAL,
                Reason.TrafficChanged,
                "planned with " + said(process)
                        + (process.equals(declared)
                                ? ", as declared"
                                : ", as observed; declared are " + said(declared))));
        return planned.isPresent();
    }

    private static String said(ArrivalProcess process) {
        return String.format(Locale.ROOT, "%.2f requests/s of cv2 %.2f", process.ratePerSecond(), process.cv2());
    }

    Map<AppRef, ArrivalProcess> deviating() {
        return watch.deviating();
    }

    void forget(AppRef app) {
        watch.forget(app);
    }
}
