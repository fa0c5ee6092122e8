package dev.millrace.cli;

import dev.millrace.cli.input.InputOptions;
import dev.millrace.cli.input.Situation;
import dev.millrace.cli.predict.ExplanationFields;
import dev.millrace.cli.predict.ExplanationTable;
import dev.millrace.cli.predict.PredictionExplanation;
import dev.millrace.cli.report.Documents;
import dev.millrace.cli.report.Report;
import dev.millrace.cli.report.ReportPrinter;
import dev.millrace.cli.report.Reports;
import dev.millrace.placement.PlanEvaluation;
import dev.millrace.placement.PlanEvaluator;
import dev.millrace.placement.model.Assignment;
import dev.millrace.queueing.Accuracy;
import dev.millrace.queueing.QueueingPredictor;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code millrace predict}. */
@Command(
        name = "predict",
        description = "Predicts the response times of the assignments that the InferenceNodes have now.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  millrace predict -f examples/predict-edgetpu             mean and objective of each app",
            "  millrace predict -f examples/predict-edgetpu -o wide     all percentiles",
            "  millrace predict -f d --strict && echo all SLOs hold     exit code 1 if one does not",
            "  millrace predict -f d --explain                          what each mean is made of, how p95 moves with the rates",
            "  millrace predict -A                                      the live cluster"
        })
final class PredictCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private InputOptions input;

    @Option(names = "--strict", description = "Exit with 1 if an app misses its SLO or has no place.")
    private boolean strict;

    @Option(
            names = "--explain",
            description = "Also show, per app, what its mean is made of, how its p95 moves when it or a neighbour"
                    + " sends 10%% more, and by which method and error the figures are known.")
    private boolean explain;

    @Override
    public Integer call() {
        CommandLine command = spec.commandLine();
        GlobalOptions global = MillraceCommand.of(command).global();
        Situation situation = Situation.read(input, global, command.getErr());
        List<Assignment> assignments = AssignedWork.of(situation);
        PlanEvaluation evaluation = new PlanEvaluator(new QueueingPredictor(), Accuracy.ACCURATE)
                .evaluate(
                        situation.snapshot(), assignments, situation.snapshot().disciplines());
        Report report =
                Reports.ofRunning(situation, evaluation, assignment -> null).onlyNamespace(situation.namespace());
        if (!explain) {
            return ReportPrinter.print(report, "PREDICTED", global.output(), strict, command.getOut());
        }
        PredictionExplanation explanation = PredictionExplanation.of(situation.snapshot(), assignments);
        if (global.output().isTable()) {
            int code = ReportPrinter.print(report, "PREDICTED", global.output(), strict, command.getOut());
            new ExplanationTable(report, explanation).print(command.getOut());
            return code;
        }
        Documents.print(ExplanationFields.of(report, explanation), global.output(), command.getOut());
        return strict && !report.allWell() ? ExitCode.ANSWER_IS_NO : ExitCode.DONE;
    }
}
