package dev.millrace.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Unmatched;

/**
 * Commands that run in a process of their own: the launcher starts them before this program is reached. They stand here
 * so that help, completion and suggestions know them.
 */
final class LauncherCommands {
    private LauncherCommands() {}

    @Command(name = "agent", description = "Runs a node agent in the foreground: serves one node's assignments.")
    static final class Agent extends Launched {}

    @Command(name = "profile", description = "Measures a model on a device of this machine; prints a ModelProfile.")
    static final class Profile extends Launched {}

    @Command(name = "operator", description = "Runs the operator in the foreground.")
    static final class Operator extends Launched {}

    @Command(name = "test", description = "Builds and runs all tests; --long adds the hours-long acceptance runs.")
    static final class Test extends Launched {}

    @Command
    abstract static class Launched implements Callable<Integer> {
        @Spec
        private CommandSpec spec;

        @Unmatched
        private List<String> arguments = new ArrayList<>();

        @Override
        public Integer call() {
            spec.commandLine()
                    .getErr()
                    .println("'" + spec.name() + "' runs in its own process. Maybe start it as ./millrace "
                            + spec.name() + ", with the command first, from a checkout of Millrace.");
            return ExitCode.BAD_INPUT;
        }
    }
}
