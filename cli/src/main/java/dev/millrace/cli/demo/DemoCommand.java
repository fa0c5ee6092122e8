package dev.millrace.cli.demo;

import dev.millrace.cli.ExitCode;
import dev.millrace.cli.GlobalOptions;
import dev.millrace.cli.MillraceCommand;
import dev.millrace.cli.OutputFormat;
import dev.millrace.cli.demo.cluster.ClusterDemo;
import dev.millrace.cli.demo.cluster.KeptDemo;
import dev.millrace.cli.load.LoadCommand;
import dev.millrace.cli.load.LoadTimes;
import dev.millrace.cli.report.Documents;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code millrace demo}. */
@Command(
        name = "demo",
        description = {
            "Plans the examples, serves them by node agents on this machine, drives load, and shows predicted beside",
            "observed. Accelerators are emulated, and marked so; CPU apps run real models. Cleans up when it ends."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  millrace demo",
            "  millrace demo --duration 20s -o json",
            "  millrace demo --cluster --keep                then: kubectl get iapp -A; millrace demo --stop",
            "  millrace demo --keep                          then: millrace load -f examples/demo --url URL",
            "",
            "Exit codes: 0 every placed app met its objective; 1 one did not; 2 bad input or usage; 3 a fault."
        })
public final class DemoCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(
            names = "--duration",
            paramLabel = "TIME",
            defaultValue = "60s",
            description = "How long to measure (default 60s).")
    private String duration = "60s";

    @Option(
            names = "--warmup",
            paramLabel = "TIME",
            defaultValue = "10s",
            description = "Load before measuring starts, not counted: the agents' code is compiled then (default 10s).")
    private String warmup = "10s";

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "Seed of the plan and of all arrivals (default 1).")
    private long seed = 1;

    @Option(names = "--keep", description = "Leave everything running at the end, and print how to reach and stop it.")
    private boolean keep;

    @Option(
            names = "--cluster",
            description = {
                "Through a real Kubernetes API, with the operator: a control plane of its own on this machine (built on",
                "first use), or the cluster that --kubeconfig or --context names."
            })
    private boolean cluster;

    @Option(names = "--stop", description = "Only stop the demos that --cluster --keep left running.")
    private boolean stop;

    @Override
    public Integer call() throws IOException, InterruptedException {
        LoadTimes times = LoadCommand.times(duration, warmup, "30s");
        PrintWriter err = spec.commandLine().getErr();
        if (stop) {
            KeptDemo.stopAll().forEach(folder -> err.println("demo: stopped, and deleted " + folder));
            return ExitCode.DONE;
        }
        return run(times, err).allMet() ? ExitCode.DONE : ExitCode.ANSWER_IS_NO;
    }

    private DemoReport run(LoadTimes times, PrintWriter err) throws IOException, InterruptedException {
        Installation installation = Installation.find();
        if (cluster) {
            GlobalOptions global = MillraceCommand.of(spec.commandLine()).global();
            return new ClusterDemo(installation, EmbeddedDemo.manifests(installation), times, seed, err)
                    .run(global.kubeconfig(), global.context(), keep, this::show);
        }
        DemoReport report = new EmbeddedDemo(installation, times, seed, keep, err).run();
        show(report);
        return report;
    }

    private void show(DemoReport report) {
        PrintWriter out = spec.commandLine().getOut();
        OutputFormat format = MillraceCommand.of(spec.commandLine()).global().output();
        if (format.isTable()) {
            DemoTable.print(report, out);
        } else {
            Documents.print(DemoDocument.of(report), format, out);
        }
    }
}
