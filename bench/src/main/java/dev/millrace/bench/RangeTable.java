package dev.millrace.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Medians and spreads of a run of benchmarks, beside the limits and the committed ranges.
 *
 * <p>The table is Markdown and read back from there.
 */
public final class RangeTable {
    /** One benchmark with one set of parameters; {@code limit} is the most, or for rates the least, that is accepted. */
    public record Row(String name, String unit, double median, double low, double high, double limit) {
        /** Whether more is better. */
        boolean isRate() {
            return unit.endsWith("/s");
        }

        /** Whether the median keeps the limit. */
        public boolean isWithinLimit() {
            return isRate() ? median >= limit : median <= limit;
        }

        private String markdown() {
            return String.format(
                    Locale.ROOT,
                    "| %s | %s | %s | %s – %s | %s %s |",
                    name,
                    unit,
                    text(median),
                    text(low),
                    text(high),
                    isRate() ? "≥" : "≤",
                    text(limit));
        }

        private static Row parse(String line) {
            String[] cells = line.replace(" – ", " | ").split("\\s*\\|\\s*", -1);
            double limit = Double.parseDouble(cells[6].substring(2));
            return new Row(
                    cells[1],
                    cells[2],
                    Double.parseDouble(cells[3]),
                    Double.parseDouble(cells[4]),
                    Double.parseDouble(cells[5]),
                    limit);
        }
    }

    private static final String HEADER = "| benchmark | unit | median | range | limit |\n|---|---|---|---|---|\n";
    private static final ObjectMapper JSON = new ObjectMapper();

    private RangeTable() {}

    /**
     * Prints a table of JMH's results beside the committed one.
     *
     * @param arguments JMH's JSON file; the committed table; {@code --record} to replace the latter
     */
    public static void main(String[] arguments) throws IOException {
        List<Row> rows = ofJmh(JSON.readTree(Path.of(arguments[0]).toFile()));
        Path committed = Path.of(arguments[1]);
        Map<String, Row> before = new TreeMap<>();
        if (Files.exists(committed)) {
            read(committed).forEach(row -> before.put(row.name(), row));
        }
        for (Row row : rows) {
            Row old = before.get(row.name());
            String change = old == null ? "new" : String.format(Locale.ROOT, "%.2f x", row.median() / old.median());
            System.out.println(row.markdown() + " " + change + (row.isWithinLimit() ? "" : "  OVER THE LIMIT"));
            before.put(row.name(), row);
        }
        if (Arrays.asList(arguments).contains("--record")) {
            StringBuilder table = new StringBuilder(HEADER);
            before.values().forEach(row -> table.append(row.markdown()).append('\n'));
            Files.createDirectories(committed.toAbsolutePath().getParent());
            Files.writeString(committed, table);
        }
    }

    /** The rows of a committed table. */
    public static List<Row> read(Path table) throws IOException {
        return Files.readAllLines(table).stream().skip(2).map(Row::parse).toList();
    }

    private static List<Row> ofJmh(JsonNode results) {
        List<Row> rows = new ArrayList<>();
        for (JsonNode result : results) {
            String method = result.get("benchmark").asText().replaceAll(".*\\.", "");
            List<String> parameters = new ArrayList<>();
            result.path("params").forEach(value -> parameters.add(value.asText()));
            List<Double> scores = new ArrayList<>();
            JsonNode metric = result.get("primaryMetric");
            metric.get("rawData").forEach(fork -> fork.forEach(score -> scores.add(score.asDouble())));
            scores.sort(null);
            String unit = metric.get("scoreUnit").asText().replace("/op", "").replace("ops/", "requests/");
            rows.add(new Row(
                    (method + " " + String.join(" ", parameters)).strip(),
                    unit,
                    scores.get(scores.size() / 2),
                    scores.getFirst(),
                    scores.getLast(),
                    limit(method, parameters)));
        }
        return rows;
    }

    private static double limit(String method, List<String> parameters) {
        return switch (method) {
            case "fastMeanEdgeTpu" -> 20;
            case "fastMeanGpu" -> 50;
            case "percentilesEdgeTpu" -> 1000 * Double.parseDouble(parameters.getFirst());
            case "accurateDevice" -> 200;
            case "requests" -> 5e6;
            default -> throw new IllegalArgumentException("no limit for benchmark " + method);
        };
    }

    private static String text(double value) {
        if (value >= 1e5) {
            return String.format(Locale.ROOT, "%.2e", value);
        }
        return String.format(Locale.ROOT, value >= 100 ? "%.0f" : value >= 10 ? "%.1f" : "%.2f", value);
    }
}
