package dev.millrace.agent.status;

import dev.millrace.agent.metrics.ServiceFigures;
import dev.millrace.agent.node.LoadedModel;
import dev.millrace.agent.profile.MeasuredRows;
import dev.millrace.crds.v1alpha1.LoadedCopy;
import dev.millrace.crds.v1alpha1.ServiceTimeRow;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The copies that are loaded, with the execution times that were observed. Figures that have hardly moved since they were
 * reported stay as they were, so that traffic alone writes no status. Emulated devices report none, as theirs are their
 * profile's. Used by one thread.
 */
final class ServiceReport {
    /** Relative change of a time that is worth a write: a third of what the operator takes for a drift. */
    private static final double CHANGE = 0.05;

    private static final double CV2_STEPS = 1000;

    private record Told(double meanNanos, ServiceTimeRow row) {}

    private final ServiceFigures figures;
    private final Map<String, Map<Integer, Told>> rows = new HashMap<>();
    private final Map<String, Double> switches = new HashMap<>();

    ServiceReport(ServiceFigures figures) {
        this.figures = figures;
    }

    List<LoadedCopy> of(List<LoadedModel> loaded) {
        Set<String> copies = new HashSet<>();
        loaded.forEach(copy -> copies.add(copy.copy()));
        figures.keepOnly(copies);
        rows.keySet().retainAll(copies);
        switches.keySet().retainAll(copies);
        return loaded.stream().map(this::copy).toList();
    }

    private LoadedCopy copy(LoadedModel copy) {
        if (copy.emulated()) {
            return new LoadedCopy(copy.device(), copy.model(), copy.sha256(), null, null);
        }
        ServiceFigures.Reading reading = figures.of(copy.copy());
        List<ServiceTimeRow> times = times(copy.copy(), reading);
        return new LoadedCopy(
                copy.device(),
                copy.model(),
                copy.sha256(),
                times.isEmpty() ? null : times,
                switching(copy.copy(), reading.switchNanos()));
    }

    private List<ServiceTimeRow> times(String copy, ServiceFigures.Reading reading) {
        Map<Integer, Told> told = rows.computeIfAbsent(copy, key -> new HashMap<>());
        List<ServiceTimeRow> report = new ArrayList<>();
        reading.times().forEach((batch, time) -> {
            Told before = told.get(batch);
            if (before == null || moved(time.meanNanos(), before.meanNanos())) {
                double cv2 = Double.isNaN(time.cv2()) ? 0 : Math.round(time.cv2() * CV2_STEPS) / CV2_STEPS;
                before = new Told(
                        time.meanNanos(), new ServiceTimeRow(batch, MeasuredRows.duration(time.meanNanos()), cv2));
                told.put(batch, before);
            }
            report.add(before.row());
        });
        return report;
    }

    private @Nullable String switching(String copy, OptionalDouble nanos) {
        Double told = switches.get(copy);
        if (nanos.isPresent() && (told == null || moved(nanos.getAsDouble(), told))) {
            told = nanos.getAsDouble();
            switches.put(copy, told);
        }
        return told == null || told <= 0 ? null : MeasuredRows.duration(told);
    }

    private static boolean moved(double now, double before) {
        return Math.abs(now - before) > CHANGE * before;
    }
}
