package dev.millrace.operator.planning;

import dev.millrace.placement.model.AppRef;
import dev.millrace.placement.model.Assignment;
import dev.millrace.placement.model.DeviceRef;
import dev.millrace.queueing.model.Discipline;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Who is where and how devices serve, changed app by app. Notes which nodes were touched. */
final class Places {
    private final Map<AppRef, List<Assignment>> byApp = new TreeMap<>();
    private final Map<DeviceRef, Discipline> disciplines = new TreeMap<>();
    private final Set<String> touched = new HashSet<>();

    /** Starts from a plan. */
    Places(Collection<Assignment> assignments, Map<DeviceRef, Discipline> disciplines) {
        assignments.forEach(
                a -> byApp.computeIfAbsent(a.app(), app -> new ArrayList<>()).add(a));
        this.disciplines.putAll(disciplines);
    }

    Set<AppRef> apps() {
        return Set.copyOf(byApp.keySet());
    }

    List<Assignment> of(AppRef app) {
        return List.copyOf(byApp.getOrDefault(app, List.of()));
    }

    /** Takes the app away. */
    void remove(AppRef app) {
        List<Assignment> gone = byApp.remove(app);
        if (gone != null) {
            gone.forEach(this::touch);
        }
    }

    /** Takes over how a cell looks after an admission: all assignments and disciplines of its devices. */
    void adopt(Collection<Assignment> cell, Map<DeviceRef, Discipline> serving) {
        for (Assignment assignment : cell) {
            List<Assignment> own = byApp.computeIfAbsent(assignment.app(), app -> new ArrayList<>());
            own.removeIf(a -> a.device().equals(assignment.device()));
            own.add(assignment);
            own.sort(Comparator.comparing(Assignment::device));
            touch(assignment);
        }
        serving.forEach((device, discipline) -> {
            if (discipline == Discipline.FCFS) {
                disciplines.remove(device);
            } else {
                disciplines.put(device, discipline);
            }
        });
    }

    /** Leaves the app on these of its places only, which take over the shares of the others. */
    void keepOnly(AppRef app, List<Assignment> kept) {
        remove(app);
        if (kept.isEmpty()) {
            return;
        }
        double sum = kept.stream().mapToDouble(Assignment::share).sum();
        byApp.put(
                app,
                new ArrayList<>(kept.stream()
                        .map(a -> new Assignment(
                                a.app(),
                                a.device(),
                                a.variant(),
                                Math.min(1, a.share() / sum),
                                a.maxBatch(),
                                a.coResidentSet()))
                        .toList()));
        kept.forEach(this::touch);
    }

    private void touch(Assignment assignment) {
        touched.add(assignment.device().node());
    }

    /** Nodes whose content changed since the last call. */
    Set<String> takeTouched() {
        Set<String> result = Set.copyOf(touched);
        touched.clear();
        return result;
    }

    /** All assignments, by app, then device. */
    List<Assignment> assignments() {
        return byApp.values().stream().flatMap(List::stream).toList();
    }

    /** Only the devices that differ from first come first served. */
    Map<DeviceRef, Discipline> disciplines() {
        return Map.copyOf(disciplines);
    }
}
