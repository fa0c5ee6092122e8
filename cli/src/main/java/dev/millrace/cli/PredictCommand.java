package dev.millrace.cli;

import dev.millrace.cli.input.InputOptions;
import dev.millrace.cli.input.Situation;
import dev.millrace.cli.report.Report;
import dev.millrace.cli.report.ReportPrinter;
import dev.millrace.cli.report.Reports;
import dev.millrace.placement.PlanEvaluation;
import dev.millrace.placement.PlanEvaluator;
import dev.millrace.queueing.Accuracy;
import dev.millrace.queueing.QueueingPredictor;
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
            "  millrace predict -A                                      the live cluster"
        })
final class PredictCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private InputOptions input;

    @Option(names = "--strict", description = "Exit with 1 if an app misses its SLO or has no place.")
    private boolean strict;

    @Override
    public Integer call() {
        CommandLine command = spec.commandLine();
        GlobalOptions global = MillraceCommand.of(command).global();
        Situation situation = Situation.read(input, global, command.getErr());
        PlanEvaluation evaluation = new PlanEvaluator(new QueueingPredictor(), Accuracy.ACCURATE)
                .evaluate(
                        situation.snapshot(),
                        AssignedWork.of(situation),
                        situation.snapshot().disciplines());
        Report report =
                Reports.ofRunning(situation, evaluation, assignment -> null).onlyNamespace(situation.namespace());
        return ReportPrinter.print(report, "PREDICTED", global.output(), strict, command.getOut());
    }
}
