package dev.millrace.cli;

import dev.millrace.cli.input.BadInputException;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/** Problems of the input a line each; anything else one line, and its trace only with {@code -v}. */
final class ExecutionErrors implements IExecutionExceptionHandler {
    @Override
    public int handleExecutionException(Exception failure, CommandLine command, ParseResult parsed) {
        if (failure instanceof BadInputException bad) {
            bad.problems().forEach(command.getErr()::println);
            return ExitCode.BAD_INPUT;
        }
        String message = failure.getMessage() == null
                ? ""
                : ": " + failure.getMessage().lines().findFirst().orElse("");
        command.getErr().println("millrace: " + failure.getClass().getSimpleName() + message);
        if (MillraceCommand.of(command).global().verbose()) {
            failure.printStackTrace(command.getErr());
        } else {
            command.getErr().println("Maybe run it again with -v, which prints where it happened.");
        }
        return ExitCode.FAULT;
    }
}
