package dev.millrace.placement.solver;

import dev.millrace.placement.cell.CellContent;
import dev.millrace.placement.cell.Configuration;
import dev.millrace.placement.cell.Tenant;
import dev.millrace.placement.model.Assignment;
import dev.millrace.placement.model.DeviceRef;
import dev.millrace.placement.problem.Option;
import dev.millrace.placement.problem.Site;
import dev.millrace.queueing.model.Discipline;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** Writes a plan in the making as assignments and disciplines. */
final class PlanWriter {
    private final List<Assignment> assignments = new ArrayList<>();
    private final Map<DeviceRef, Discipline> disciplines = new TreeMap<>();

    PlanWriter(PlanState state) {
        this(state, IntStream.range(0, state.problem().cells().size()).boxed().toList());
    }

    /** Writes some cells only. */
    PlanWriter(PlanState state, List<Integer> cells) {
        for (int cell : cells) {
            CellContent content = state.content(cell);
            if (!content.tenants().isEmpty()) {
                write(content, state.verdict(cell).configuration());
            }
        }
        assignments.sort(Comparator.comparing(Assignment::app).thenComparing(Assignment::device));
    }

    private void write(CellContent content, Configuration configuration) {
        for (Site site : content.cell().sites()) {
            if (configuration.disciplines().get(site.local()) != Discipline.FCFS) {
                disciplines.put(site.ref(), configuration.disciplines().get(site.local()));
            }
        }
        for (int i = 0; i < content.tenants().size(); i++) {
            Tenant tenant = content.tenants().get(i);
            Option option = tenant.option();
            // A content seen before may stem from another cell of the same type: positions agree, names are this
            // cell's.
            assignments.add(new Assignment(
                    option.app().ref(),
                    option.site().ref(),
                    option.variant().name(),
                    tenant.share(),
                    configuration.maxBatch().get(i),
                    configuration.sets().get(i).orElse(null)));
        }
    }

    List<Assignment> assignments() {
        return assignments;
    }

    Map<DeviceRef, Discipline> disciplines() {
        return disciplines;
    }
}
