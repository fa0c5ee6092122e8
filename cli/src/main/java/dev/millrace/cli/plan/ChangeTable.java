package dev.millrace.cli.plan;

import dev.millrace.cli.report.TextTable;
import dev.millrace.placement.model.Assignment;
import java.io.PrintWriter;
import java.util.List;
import java.util.stream.Collectors;

/** Changes for people. */
final class ChangeTable {
    private ChangeTable() {}

    static void print(List<Change> changes, PrintWriter out) {
        if (changes.isEmpty()) {
            out.println("Nothing changes.");
            out.flush();
            return;
        }
        TextTable table = new TextTable("CHANGE", "NAMESPACE", "NAME", "FROM", "TO", "WHY");
        for (Change change : changes) {
            table.row(
                    change.kind().name(),
                    change.app().namespace(),
                    change.app().name(),
                    places(change.from()),
                    places(change.to()),
                    change.why());
        }
        table.print(out);
        out.println();
        out.println(changes.size() + (changes.size() == 1 ? " app changes." : " apps change."));
        out.flush();
    }

    private static String places(List<Assignment> assignments) {
        return assignments.isEmpty()
                ? "-"
                : assignments.stream()
                        .map(assignment -> assignment.device().toString())
                        .collect(Collectors.joining(","));
    }
}
