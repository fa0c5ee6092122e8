package dev.millrace.cli.plan;

import dev.millrace.cli.ExitCode;
import dev.millrace.cli.GlobalOptions;
import dev.millrace.cli.MillraceCommand;
import dev.millrace.cli.OutputFormat;
import dev.millrace.cli.Progress;
import dev.millrace.cli.input.InputOptions;
import dev.millrace.cli.input.Situation;
import dev.millrace.cli.report.Documents;
import dev.millrace.cli.report.Report;
import dev.millrace.cli.report.ReportDocument;
import dev.millrace.cli.report.ReportPrinter;
import dev.millrace.cli.report.Reports;
import dev.millrace.cluster.PlanWriter;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code millrace plan}. */
@Command(
        name = "plan",
        description = {
            "Decides where every app runs, so that all SLOs hold in prediction. Nothing is changed anywhere.",
            "What the InferenceNodes have in spec.assignments counts as running now.",
            "-o yaml prints complete InferenceNodes with the plan in their specs."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  millrace plan -f examples/demo --time 10s",
            "  millrace plan -f d --goal MaxApps --seed 7 -o json",
            "  millrace plan -f d --algorithm ibis-bfs --order smallest",
            "  millrace plan -f d --diff                          what moves, and why",
            "  millrace plan -f d --stress 10%%                   who would break first",
            "  millrace plan -f d -o yaml | millrace simulate -f d -f -"
        })
public final class PlanCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private InputOptions input;

    @Mixin
    private SolverOptions options;

    @Option(names = "--diff", description = "Show what the plan changes against what runs now, and why.")
    private boolean diff;

    @Option(
            names = "--stress",
            paramLabel = "PERCENT",
            converter = StressPercent.class,
            description =
                    "Predict the plan again with every service and switch time longer by that much, such as 10%%, and"
                            + " show who would miss its SLO first.")
    private @Nullable Double stressPercent;

    @Option(names = "--strict", description = "Exit with 1 if an app is refused or misses its SLO.")
    private boolean strict;

    @Override
    public Integer call() {
        CommandLine command = spec.commandLine();
        MillraceCommand root = MillraceCommand.of(command);
        GlobalOptions global = root.global();
        Situation situation = Situation.read(input, global, command.getErr());
        Progress progress = Progress.of(command);
        int reports = stressPercent == null ? 1 : 2;
        Planning planning = Planning.run(situation, options, reports, root.startedNanos(), progress);
        Report report = Reports.ofPlan(situation, planning.plan(), planning.evaluation())
                .onlyNamespace(situation.namespace());
        print(situation, planning, report, global.output(), command.getOut());
        return strict && !report.allWell() ? ExitCode.ANSWER_IS_NO : ExitCode.DONE;
    }

    private void print(Situation situation, Planning planning, Report report, OutputFormat format, PrintWriter out) {
        if (format == OutputFormat.yaml) {
            PlanWriter.nodes(planning.plan(), situation.objects().nodes()).forEach(node -> NodeYaml.print(node, out));
            return;
        }
        List<Change> changes = diff ? new PlanDiff(situation, planning).changes() : List.of();
        StressReport stress = stressPercent == null ? null : StressReport.of(situation, planning, stressPercent);
        if (format.isTable()) {
            if (diff) {
                ChangeTable.print(changes, out);
            } else {
                ReportPrinter.print(report, "PREDICTED", format, false, out);
            }
            if (stress != null) {
                stress.print(out);
            }
            return;
        }
        Map<String, Object> document = ReportDocument.of(report);
        if (diff) {
            document.put("changes", changes.stream().map(Change::document).toList());
        }
        if (stress != null) {
            document.put("stress", stress.document());
        }
        Documents.print(document, format, out);
    }
}
