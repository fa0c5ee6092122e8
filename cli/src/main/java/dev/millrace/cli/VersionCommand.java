package dev.millrace.cli;

import dev.millrace.cli.report.Documents;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code millrace version}. */
@Command(
        name = "version",
        description = "Prints version and build.",
        footerHeading = "%nExample:%n",
        footer = "  millrace version -o json")
final class VersionCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        BuildInfo build = new BuildInfo();
        OutputFormat format = MillraceCommand.of(spec.commandLine()).global().output();
        if (format.isTable()) {
            spec.commandLine().getOut().println(build.getVersion()[0]);
        } else {
            Map<String, Object> document = new LinkedHashMap<>();
            document.put("version", build.version());
            document.put("commit", build.commit());
            document.put("java", build.java());
            Documents.print(document, format, spec.commandLine().getOut());
        }
        return ExitCode.DONE;
    }
}
