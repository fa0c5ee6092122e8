package dev.millrace.cli;

import dev.millrace.cli.catalogue.ReportCommand;
import dev.millrace.cli.demo.DemoCommand;
import dev.millrace.cli.explain.ExplainCommand;
import dev.millrace.cli.load.LoadCommand;
import dev.millrace.cli.plan.PlanCommand;
import dev.millrace.cli.top.TopCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The root command: nothing but its subcommands and the options they share. */
@Command(
        name = "millrace",
        synopsisSubcommandLabel = "COMMAND",
        description = "Predicts, plans and serves DNN inference with latency objectives on edge accelerators.",
        versionProvider = BuildInfo.class,
        commandListHeading = "%nCommands:%n",
        optionListHeading = "%nOptions of every command:%n",
        footerHeading = "%nExamples:%n",
        footer = {
            "  millrace plan -f examples/demo                what runs where, and how fast",
            "  millrace plan -f d -o yaml | millrace simulate -f d -f -",
            "  millrace predict -o wide                      the live cluster, as kubectl sees it",
            "  source <(millrace generate-completion)        completion for bash and zsh",
            "",
            "Exit codes: 0 done; 1 the answer is no (with --strict); 2 bad input or usage; 3 a fault."
        },
        subcommands = {
            PredictCommand.class,
            PlanCommand.class,
            SimulateCommand.class,
            ExplainCommand.class,
            TopCommand.class,
            ReportCommand.class,
            DemoCommand.class,
            LoadCommand.class,
            LauncherCommands.Profile.class,
            LauncherCommands.Agent.class,
            LauncherCommands.Operator.class,
            CrdsCommand.class,
            LauncherCommands.Test.class,
            VersionCommand.class,
            CompletionCommand.class,
            HelpCommand.class
        })
public final class MillraceCommand implements Runnable {
    private final long startedNanos = System.nanoTime();

    @Spec
    private CommandSpec spec;

    @Mixin
    private GlobalOptions global;

    @Option(
            names = {"-V", "--version"},
            versionHelp = true,
            description = "Print version and build.")
    private boolean version;

    /** The root of the command tree that {@code command} belongs to. */
    public static MillraceCommand of(CommandLine command) {
        return command.getCommandSpec().root().userObject() instanceof MillraceCommand root
                ? root
                : new MillraceCommand();
    }

    /** {@link System#nanoTime()} when the command began. */
    public long startedNanos() {
        return startedNanos;
    }

    public GlobalOptions global() {
        return global == null ? new GlobalOptions() : global;
    }

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "Missing command.");
    }
}
