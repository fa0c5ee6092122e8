package dev.millrace.cli.load;

import dev.millrace.cli.ExitCode;
import dev.millrace.cli.GlobalOptions;
import dev.millrace.cli.MillraceCommand;
import dev.millrace.cli.input.BadInputException;
import dev.millrace.cli.input.InputOptions;
import dev.millrace.cli.input.Situation;
import dev.millrace.cli.report.Documents;
import dev.millrace.crds.units.Durations;
import dev.millrace.placement.model.ClusterSnapshot;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code millrace load}. */
@Command(
        name = "load",
        description = {
            "Sends open-loop load as the InferenceApps declare it (Poisson, Periodic, General) and prints what was observed.",
            "Latency counts from the instant a request was due; the app's network constant is added."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  millrace load -f examples/demo --url http://127.0.0.1:8000 --duration 60s",
            "  millrace load -f d --url pi-3=http://127.0.0.1:8000 --url pi-4=http://127.0.0.1:8010 -o json",
            "",
            "With NODE=URL, a server gets the requests of the apps that InferenceNode NODE has assignments for, by their",
            "shares. Exit code 1 (with --strict): an app missed its objective or was not served."
        })
public final class LoadCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private InputOptions input;

    @Option(
            names = "--url",
            paramLabel = "[NODE=]URL",
            required = true,
            description = "A server of the Open Inference Protocol; repeatable.")
    private List<String> urls = List.of();

    @Option(
            names = "--duration",
            paramLabel = "TIME",
            defaultValue = "60s",
            description = "How long to measure (default 60s).")
    private String duration = "60s";

    @Option(
            names = "--warmup",
            paramLabel = "TIME",
            defaultValue = "5s",
            description = "Load before measuring starts, not counted (default 5s; 0s for none).")
    private String warmup = "5s";

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            defaultValue = "30s",
            description = "When an unanswered request counts as failed (default 30s).")
    private String timeout = "30s";

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "Seed of all arrivals; equal seeds send at equal instants (default 1).")
    private long seed = 1;

    @Option(names = "--strict", description = "Exit with 1 when an app missed its objective or was not served.")
    private boolean strict;

    @Override
    public Integer call() throws InterruptedException {
        LoadTimes times = times(duration, warmup, timeout);
        List<Endpoint> endpoints = urls.stream().map(LoadCommand::endpoint).toList();
        CommandLine command = spec.commandLine();
        GlobalOptions global = MillraceCommand.of(command).global();
        Situation situation = Situation.read(input, global, command.getErr());
        LoadResult result;
        try {
            result = new LoadSession(
                            apps(situation),
                            LoadShapes.of(
                                    situation.objects().apps(),
                                    situation.objects().models()),
                            LoadImages.of(situation.objects().apps()),
                            endpoints,
                            times,
                            seed)
                    .run(progress(times, command.getErr()));
        } catch (IOException | IllegalArgumentException e) {
            throw new BadInputException("load: " + e.getMessage());
        }
        if (result.observed().isEmpty()) {
            throw new BadInputException("load: no app of the manifests is served at " + String.join(", ", urls));
        }
        if (global.output().isTable()) {
            LoadTable.print(result, command.getOut());
        } else {
            Documents.print(LoadDocument.of(result), global.output(), command.getOut());
        }
        boolean well = result.allMet() && result.unserved().isEmpty();
        return strict && !well ? ExitCode.ANSWER_IS_NO : ExitCode.DONE;
    }

    /** The apps to load: those of the namespace asked for, else all. */
    private static ClusterSnapshot apps(Situation situation) {
        ClusterSnapshot all = situation.snapshot();
        return new ClusterSnapshot(
                all.apps().stream()
                        .filter(app -> situation.namespace() == null
                                || app.ref().namespace().equals(situation.namespace()))
                        .toList(),
                all.nodes(),
                all.policy(),
                all.running(),
                all.disciplines());
    }

    /**
     * Reads the three durations.
     *
     * @throws BadInputException for one that is none
     */
    public static LoadTimes times(String duration, String warmup, String timeout) {
        try {
            return new LoadTimes(time(warmup), time(duration), time(timeout));
        } catch (IllegalArgumentException e) {
            throw new BadInputException("load: " + e.getMessage());
        }
    }

    private static Duration time(String text) {
        return Duration.ofNanos(Math.round(Durations.millis(text) * 1e6));
    }

    private static Endpoint endpoint(String text) {
        try {
            return Endpoint.parse(text);
        } catch (IllegalArgumentException e) {
            throw new BadInputException("--url: " + e.getMessage());
        }
    }

    /** Tells a person how the run goes, a line every few seconds. */
    public static LoadProgress progress(LoadTimes times, PrintWriter err) {
        return (seconds, requests, failed) -> err.println(
                seconds < 0
                        ? String.format(Locale.ROOT, "load: warming up, %.0f s to go", -seconds)
                        : String.format(
                                Locale.ROOT,
                                "load: %.0f of %.0f s, %d requests, %d failed",
                                seconds,
                                times.measured().toMillis() / 1000.0,
                                requests,
                                failed));
    }
}
