package dev.millrace.cli.top;

import dev.millrace.cli.ExitCode;
import dev.millrace.cli.GlobalOptions;
import dev.millrace.cli.MillraceCommand;
import dev.millrace.cli.input.InputOptions;
import dev.millrace.cli.input.Situation;
import dev.millrace.cli.plan.RememberingPredictor;
import dev.millrace.crds.v1alpha1.InferenceApp;
import dev.millrace.placement.PlanEvaluator;
import dev.millrace.queueing.Accuracy;
import dev.millrace.queueing.QueueingPredictor;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code millrace top}. */
@Command(
        name = "top",
        description = {
            "Shows the apps with their predicted and observed response times, those in trouble first, and the devices,",
            "the busiest first; again and again on a terminal, until it is stopped."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  millrace top -A", "  millrace top -n quay --interval 5", "  kubectl millrace top -A --once"})
public final class TopCommand implements Callable<Integer> {
    private static final String CLEAR = "\u001b[H\u001b[2J";
    private static final long MS_PER_SECOND = 1000;

    @Spec
    private CommandSpec spec;

    @Mixin
    private InputOptions input;

    @Option(
            names = "--interval",
            paramLabel = "SECONDS",
            defaultValue = "2",
            description = "Time between two looks (default: ${DEFAULT-VALUE}).")
    private int intervalSeconds;

    @Option(names = "--once", description = "Look once and end: what happens where the output is no terminal, too.")
    private boolean once;

    private final PlanEvaluator evaluator =
            new PlanEvaluator(new RememberingPredictor(new QueueingPredictor()), Accuracy.ACCURATE);

    @Override
    public Integer call() throws InterruptedException {
        CommandLine command = spec.commandLine();
        if (intervalSeconds < 1) {
            throw new ParameterException(command, "--interval: " + intervalSeconds + ": must be at least 1");
        }
        boolean live = !once && input.files().isEmpty() && System.console() != null;
        do {
            String page = page(command);
            PrintWriter out = command.getOut();
            out.print(live ? CLEAR + page : page);
            out.flush();
            if (live) {
                Thread.sleep(intervalSeconds * MS_PER_SECOND);
            }
        } while (live);
        return ExitCode.DONE;
    }

    private String page(CommandLine command) {
        GlobalOptions global = MillraceCommand.of(command).global();
        Situation situation = Situation.read(input, global, command.getErr());
        List<InferenceApp> apps = situation.objects().apps().stream()
                .filter(app -> situation.namespace() == null
                        || situation.namespace().equals(app.getMetadata().getNamespace()))
                .toList();
        StringWriter text = new StringWriter();
        PrintWriter page = new PrintWriter(text);
        page.printf(
                "%s   %d apps, %d nodes%n%n",
                LocalTime.now().truncatedTo(ChronoUnit.SECONDS),
                apps.size(),
                situation.objects().nodes().size());
        AppRows.table(apps).print(page);
        page.println();
        DeviceRows.table(situation, evaluator).print(page);
        return text.toString();
    }
}
