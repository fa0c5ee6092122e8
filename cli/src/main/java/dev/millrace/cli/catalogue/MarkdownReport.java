package dev.millrace.cli.catalogue;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The catalogue as Markdown. */
final class MarkdownReport {
    /** More columns do not fit a page. */
    private static final int COLUMNS = 8;

    private static final String UNKNOWN = "–";

    private MarkdownReport() {}

    /** @param plots folder of the plots, as links are to name it; null where none are drawn */
    static void print(Catalogue catalogue, @Nullable String plots, PrintWriter out) {
        out.println("# Models on devices");
        out.println();
        out.printf(
                "%d profiles. A dash is a figure that nobody has stated.%n",
                catalogue.rows().size());
        for (Metric metric : Metric.values()) {
            compare(catalogue, metric, plots, out);
        }
        all(catalogue, out);
        out.flush();
    }

    private static void compare(Catalogue catalogue, Metric metric, @Nullable String plots, PrintWriter out) {
        List<String> models =
                catalogue.comparable(metric).stream().limit(COLUMNS).toList();
        if (models.isEmpty()) {
            return;
        }
        out.printf("%n## %s%n%n%s Models that at least two types of device have.%n%n", metric.title, metric.meaning);
        if (plots != null) {
            out.printf("![%s](%s/%s.svg)%n%n", metric.title, plots, metric.file);
        }
        out.println("| device type | " + String.join(" | ", models) + " |");
        out.println("|---|" + "---:|".repeat(models.size()));
        for (Map.Entry<String, Map<String, Double>> device :
                catalogue.table(metric, models).entrySet()) {
            StringBuilder line = new StringBuilder("| ").append(device.getKey()).append(" |");
            models.forEach(model -> line.append(' ')
                    .append(number(device.getValue().get(model)))
                    .append(" |"));
            out.println(line);
        }
    }

    private static void all(Catalogue catalogue, PrintWriter out) {
        out.printf("%n## All%n%n");
        out.println("| model | device type | latency (ms) | throughput (1/s) | batch | switch (ms) | energy (J) |"
                + " per joule | per 100 of price | source |");
        out.println("|---|---|---:|---:|---:|---:|---:|---:|---:|---|");
        for (Figures row : catalogue.rows()) {
            out.println("| "
                    + String.join(
                            " | ",
                            row.model(),
                            row.deviceType(),
                            number(row.latencyMs()),
                            number(row.throughputPerSecond()),
                            Integer.toString(row.batch()),
                            number(row.switchMs()),
                            number(row.energyJoules()),
                            number(row.perJoule()),
                            number(row.perPrice()),
                            row.sourceKind() + ": " + row.source().replace("|", "\\|"))
                    + " |");
        }
    }

    /** Three significant digits. */
    static String number(@Nullable Double value) {
        if (value == null) {
            return UNKNOWN;
        }
        int digits = value == 0 ? 0 : Math.max(0, 2 - (int) Math.floor(Math.log10(Math.abs(value))));
        return String.format(Locale.ROOT, "%." + Math.min(9, digits) + "f", value);
    }
}
