package dev.millrace.cli;

import dev.millrace.cli.input.InputOptions;
import dev.millrace.cli.input.Situation;
import dev.millrace.cli.report.Report;
import dev.millrace.cli.report.ReportPrinter;
import dev.millrace.cli.report.Reports;
import dev.millrace.placement.PlanEvaluation;
import dev.millrace.placement.PlanEvaluator;
import dev.millrace.queueing.Accuracy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code millrace simulate}. */
@Command(
        name = "simulate",
        description = {
            "Simulates the assignments that the InferenceNodes have now, event by event: the referee for predict.",
            "Tables show each value with the half width of its 95 %% confidence interval."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  millrace simulate -f examples/predict-gpu",
            "  millrace simulate -f d --requests 2000000 --seed 7 -o json",
            "  millrace simulate -f d --trace node-1.trace",
            "  millrace plan -f d -o yaml | millrace simulate -f d -f -"
        })
final class SimulateCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private InputOptions input;

    @Option(
            names = "--requests",
            paramLabel = "N",
            defaultValue = "200000",
            description = "Requests to record per app (default: ${DEFAULT-VALUE}). More requests, narrower intervals.")
    private long requests;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "Seed of all draws (default: ${DEFAULT-VALUE}). Equal seeds give equal results.")
    private long seed;

    @Option(
            names = "--trace",
            paramLabel = "FILE",
            description = "What a node agent wrote with --record-trace: that node's arrivals and service times are"
                    + " replayed in place of drawn ones; repeatable, one file a node.")
    private List<Path> traces = new ArrayList<>();

    @Option(names = "--strict", description = "Exit with 1 if an app misses its SLO or has no place.")
    private boolean strict;

    @Override
    public Integer call() {
        CommandLine command = spec.commandLine();
        if (requests < 1) {
            throw new ParameterException(command, "--requests: " + requests + ": must be at least 1");
        }
        GlobalOptions global = MillraceCommand.of(command).global();
        Situation situation = Situation.read(input, global, command.getErr());
        Referee referee = new Referee(requests, seed, Progress.of(command), Traces.read(traces));
        PlanEvaluation evaluation = new PlanEvaluator(referee, Accuracy.ACCURATE)
                .evaluate(
                        situation.snapshot(),
                        AssignedWork.of(situation),
                        situation.snapshot().disciplines());
        referee.done();
        Report report =
                Reports.ofRunning(situation, evaluation, referee::halfWidth).onlyNamespace(situation.namespace());
        return ReportPrinter.print(report, "SIMULATED", global.output(), strict, command.getOut());
    }
}
