package dev.millrace.cli;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** {@code millrace help [COMMAND]}. */
@Command(name = "help", description = "Prints the help of a command.")
final class HelpCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(arity = "0..1", paramLabel = "COMMAND", description = "The command; all of them if absent.")
    private @Nullable String name;

    @Override
    public Integer call() {
        CommandLine root = spec.root().commandLine();
        CommandLine asked = name == null ? root : root.getSubcommands().get(name);
        if (asked == null) {
            throw new UnmatchedArgumentException(root, name);
        }
        asked.usage(spec.commandLine().getOut());
        spec.commandLine().getOut().flush();
        return ExitCode.DONE;
    }
}
