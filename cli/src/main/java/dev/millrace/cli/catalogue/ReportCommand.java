package dev.millrace.cli.catalogue;

import dev.millrace.cli.ExitCode;
import dev.millrace.cli.MillraceCommand;
import dev.millrace.cli.input.BadInputException;
import dev.millrace.cli.input.InputOptions;
import dev.millrace.cli.input.Situation;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code millrace report}. */
@Command(
        name = "report",
        description = {
            "Compares types of devices by the ModelProfiles of the manifests or the live cluster: latency, throughput,",
            "and where it is known requests per joule and per price. Prints Markdown."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  millrace report -f deploy/profiles",
            "  millrace report -f deploy/profiles --csv figures.csv --plots plots > report.md",
            "  millrace report -f deploy/profiles --price coral-usb=60 --price jetson-nano=99 --power jetson-nano=10"
        })
public final class ReportCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private InputOptions input;

    @Option(names = "--csv", paramLabel = "FILE", description = "Also write all figures as CSV.")
    private @Nullable Path csv;

    @Option(names = "--plots", paramLabel = "DIR", description = "Also draw a plot for each figure, as SVG.")
    private @Nullable Path plots;

    @Option(
            names = "--price",
            paramLabel = "TYPE=AMOUNT",
            description = "Price of a device of that type, in a currency of your choice; repeatable.")
    private Map<String, Double> prices = new LinkedHashMap<>();

    @Option(
            names = "--power",
            paramLabel = "TYPE=WATTS",
            description = "Power of a device of that type under load, where its profiles state no energy; repeatable.")
    private Map<String, Double> power = new LinkedHashMap<>();

    @Override
    public Integer call() {
        CommandLine command = spec.commandLine();
        DeviceCosts costs;
        try {
            costs = new DeviceCosts(prices, power);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(command, e.getMessage(), e);
        }
        Situation situation = Situation.read(input, MillraceCommand.of(command).global(), command.getErr());
        Catalogue catalogue = Catalogue.of(situation.objects().profiles(), costs);
        if (catalogue.rows().isEmpty()) {
            throw new BadInputException("there is no ModelProfile. Maybe name some: -f deploy/profiles");
        }
        try {
            write(catalogue, command.getErr());
        } catch (IOException e) {
            throw new BadInputException("cannot write: " + e.getMessage());
        }
        MarkdownReport.print(catalogue, plots == null ? null : plots.toString(), command.getOut());
        return ExitCode.DONE;
    }

    private void write(Catalogue catalogue, PrintWriter err) throws IOException {
        if (csv != null) {
            try (PrintWriter file = new PrintWriter(Files.newBufferedWriter(csv))) {
                CsvReport.print(catalogue, file);
            }
        }
        if (plots != null) {
            List<Path> files = Plots.write(catalogue, plots);
            err.println("note: drew " + files.size() + " plots in " + plots);
        }
    }
}
