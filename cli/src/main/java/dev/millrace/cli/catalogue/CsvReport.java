package dev.millrace.cli.catalogue;

import java.io.PrintWriter;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The catalogue as CSV (RFC 4180); what is not known is an empty cell. */
final class CsvReport {
    private static final List<String> HEADINGS = List.of(
            "model",
            "deviceType",
            "latencyMs",
            "throughputPerSecond",
            "batch",
            "switchMs",
            "energyJoules",
            "watts",
            "price",
            "requestsPerJoule",
            "requestsPerSecondPer100",
            "sourceKind",
            "source");

    private CsvReport() {}

    static void print(Catalogue catalogue, PrintWriter out) {
        line(HEADINGS.stream(), out);
        for (Figures row : catalogue.rows()) {
            line(
                    Stream.of(
                            row.model(),
                            row.deviceType(),
                            text(row.latencyMs()),
                            text(row.throughputPerSecond()),
                            Integer.toString(row.batch()),
                            text(row.switchMs()),
                            text(row.energyJoules()),
                            text(row.watts()),
                            text(row.price()),
                            text(row.perJoule()),
                            text(row.perPrice()),
                            row.sourceKind(),
                            row.source()),
                    out);
        }
        out.flush();
    }

    private static void line(Stream<String> cells, PrintWriter out) {
        out.print(cells.map(CsvReport::quoted).collect(Collectors.joining(",")) + "\r\n");
    }

    private static String quoted(String cell) {
        boolean plain = cell.chars().noneMatch(c -> c == '"' || c == ',' || c == '\n' || c == '\r');
        return plain ? cell : '"' + cell.replace("\"", "\"\"") + '"';
    }

    private static String text(@Nullable Double value) {
        return value == null ? "" : value.toString();
    }
}
