package dev.millrace.cli.report;

import dev.millrace.cli.ExitCode;
import dev.millrace.cli.OutputFormat;
import java.io.PrintWriter;

/** Prints a report in the format asked for. */
public final class ReportPrinter {
    private ReportPrinter() {}

    /**
     * Prints the report.
     *
     * @param verb heading of the objective's value in tables
     * @param strict whether an SLO missed or an app without a place makes the answer no
     * @return the exit code
     */
    public static int print(Report report, String verb, OutputFormat format, boolean strict, PrintWriter out) {
        if (format.isTable()) {
            new ReportTable(report, verb, format == OutputFormat.wide).print(out);
        } else {
            Documents.print(ReportDocument.of(report), format, out);
        }
        return strict && !report.allWell() ? ExitCode.ANSWER_IS_NO : ExitCode.DONE;
    }
}
