package dev.millrace.operator;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import picocli.CommandLine;

/** Entry point: reads the flags, then runs until a signal. */
@QuarkusMain
public final class OperatorMain {
    private OperatorMain() {}

    /** Exit code 2 on bad usage, 1 where the operator cannot start. */
    public static void main(String... args) {
        CommandLine line = new CommandLine(new OperatorFlags());
        int code = line.execute(args);
        if (code != 0 || line.isUsageHelpRequested() || line.isVersionHelpRequested()) {
            System.exit(code);
        }
        Quarkus.run(OperatorApplication.class, args);
    }
}
