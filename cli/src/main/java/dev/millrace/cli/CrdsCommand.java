package dev.millrace.cli;

import dev.millrace.crds.schema.CrdFile;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code millrace crds}. */
@Command(
        name = "crds",
        description = "Prints the CustomResourceDefinitions of group millrace.dev as YAML.",
        footerHeading = "%nExample:%n",
        footer = "  millrace crds | kubectl apply --server-side -f -")
final class CrdsCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        spec.commandLine().getOut().print(CrdFile.allAsYaml());
        spec.commandLine().getOut().flush();
        return ExitCode.DONE;
    }
}
