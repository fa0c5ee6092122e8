package dev.millrace.cli.explain;

import dev.millrace.cli.ExitCode;
import dev.millrace.cli.GlobalOptions;
import dev.millrace.cli.MillraceCommand;
import dev.millrace.cli.Progress;
import dev.millrace.cli.input.BadInputException;
import dev.millrace.cli.input.InputOptions;
import dev.millrace.cli.input.Situation;
import dev.millrace.cli.plan.Planning;
import dev.millrace.cli.plan.RememberingPredictor;
import dev.millrace.cli.plan.SolverOptions;
import dev.millrace.cli.report.Documents;
import dev.millrace.placement.model.App;
import dev.millrace.placement.model.Plan;
import dev.millrace.placement.model.Refusal;
import dev.millrace.queueing.QueueingPredictor;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code millrace explain}. */
@Command(
        name = "explain",
        description = {
            "Says why an app is where it is, or why it was refused: device by device, with the constraint that speaks",
            "against it, by how much, and who would be harmed.",
            "An app that no InferenceNode has assigned is planned first, with the options of plan."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  millrace explain gate-camera -f examples/demo",
            "  millrace explain site-a/gate-camera -f d --goal MaxApps",
            "  millrace explain gate-camera -n site-a -o json        the live cluster"
        })
public final class ExplainCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "APP", description = "The app: NAME, or NAMESPACE/NAME.")
    private String name = "";

    @Mixin
    private InputOptions input;

    @Mixin
    private SolverOptions options;

    @Override
    public Integer call() {
        CommandLine command = spec.commandLine();
        MillraceCommand root = MillraceCommand.of(command);
        GlobalOptions global = root.global();
        Situation situation = Situation.read(input, global, command.getErr());
        App app = find(situation, situation.namespace());
        Explanation explanation = explain(situation, app, root.startedNanos(), Progress.of(command));
        if (global.output().isTable()) {
            new ExplanationText(explanation).print(command.getOut());
        } else {
            Documents.print(ExplanationDocument.of(explanation), global.output(), command.getOut());
        }
        return ExitCode.DONE;
    }

    private Explanation explain(Situation situation, App app, long startedNanos, Progress progress) {
        Hosting running =
                new Hosting(situation.snapshot().running(), situation.snapshot().disciplines());
        if (running.serves(app.ref())) {
            RememberingPredictor predictor = new RememberingPredictor(new QueueingPredictor());
            return new Explainer(situation.snapshot(), running, "spec.assignments", predictor).explain(app, null);
        }
        Planning planning = Planning.run(situation, options, 1, startedNanos, progress);
        Plan plan = planning.plan();
        Refusal refusal = plan.refusals().stream()
                .filter(each -> each.app().equals(app.ref()))
                .findFirst()
                .orElse(null);
        Hosting planned = new Hosting(plan.assignments(), plan.disciplines());
        return new Explainer(situation.snapshot(), planned, plan.algorithm(), planning.predictor())
                .explain(app, refusal);
    }

    private App find(Situation situation, @Nullable String namespace) {
        int slash = name.indexOf('/');
        String wanted = slash < 0 ? name : name.substring(slash + 1);
        String within = slash < 0 ? namespace : name.substring(0, slash);
        List<App> found = situation.snapshot().apps().stream()
                .filter(app -> app.ref().name().equals(wanted))
                .filter(app -> within == null || app.ref().namespace().equals(within))
                .toList();
        if (found.size() == 1) {
            return found.getFirst();
        }
        if (found.isEmpty()) {
            throw new BadInputException(situation.result().problems().stream()
                    .filter(problem ->
                            problem.name().equals(wanted) && problem.kind().equals("InferenceApp"))
                    .filter(problem -> within == null || Objects.equals(problem.namespace(), within))
                    .findFirst()
                    .map(situation::problem)
                    .orElseGet(() -> "APP: there is no InferenceApp " + name + " in " + situation.source()));
        }
        throw new BadInputException("APP: " + name + " is the name of several apps: "
                + String.join(
                        ", ", found.stream().map(app -> app.ref().toString()).toList())
                + ". Maybe say NAMESPACE/NAME.");
    }
}
