package dev.millrace.queueing.truth;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.queueing.cases.PredictionCase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** Fills in the truth of the cases that have none; or checks this simulator against the truth of others. */
public final class TruthRun {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final double[] PROBABILITIES = {0.5, 0.9, 0.95, 0.99, 0.999};
    private static final String[] NAMES = {"p50", "p90", "p95", "p99", "p999"};

    /** Families whose limits are the narrowest: known to a tenth of a per cent, the others to two tenths. */
    private static final List<String> NARROW = List.of("single", "edgetpu");

    private static final double MOST_REQUESTS = 200e6;

    private TruthRun() {}

    /**
     * {@code fill FOLDER PART PARTS SECONDS}: simulates each PARTS-th case, begins none after SECONDS; exit code 3 if some are left.
     * {@code check FOLDER MILLION_REQUESTS}: prints the differences from the truth of the cases, in standard errors of both.
     */
    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments[1]);
        List<Path> files;
        try (Stream<Path> listed = Files.list(folder)) {
            files = listed.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .toList();
        }
        if (arguments[0].equals("check")) {
            for (Path file : files) {
                check(PredictionCase.read(file), 1e6 * Double.parseDouble(arguments[2]));
            }
            return;
        }
        int part = Integer.parseInt(arguments[2]);
        int parts = Integer.parseInt(arguments[3]);
        long end = System.nanoTime() + Long.parseLong(arguments[4]) * 1_000_000_000L;
        for (int i = part; i < files.size(); i += parts) {
            PredictionCase each = PredictionCase.read(files.get(i));
            if (each.truths().isEmpty()) {
                if (System.nanoTime() > end) {
                    System.exit(3);
                }
                fill(files.get(i), each);
            }
        }
    }

    private static void fill(Path file, PredictionCase each) throws IOException {
        long start = System.nanoTime();
        boolean narrow = NARROW.contains(each.family());
        Map<String, Figures> figures = TrueFigures.of(each.nodes(), seed(each), narrow ? 0.1 : 0.2, MOST_REQUESTS);
        ObjectNode root = (ObjectNode) JSON.readTree(file.toFile());
        ArrayNode truth = root.putArray("truth");
        figures.forEach((stream, figure) -> truth.add(truth(stream, figure)));
        Files.writeString(file, CaseJson.text(root));
        long requests = figures.values().stream().mapToLong(Figures::requests).sum();
        System.out.printf("%-24s %6.1f M requests, %5.1f s%n", each, requests / 1e6, (System.nanoTime() - start) / 1e9);
    }

    private static long seed(PredictionCase each) {
        return each.name().hashCode();
    }

    private static ObjectNode truth(String stream, Figures figures) {
        ObjectNode truth = JSON.createObjectNode().put("stream", stream).put("requests", figures.requests());
        ObjectNode halfWidth = JSON.createObjectNode();
        truth.put("mean", CaseJson.rounded(figures.meanMs()));
        halfWidth.put("mean", CaseJson.rounded(figures.meanHalfWidthMs()));
        for (int i = 0; i < NAMES.length; i++) {
            truth.put(NAMES[i], CaseJson.rounded(figures.quantileMs(PROBABILITIES[i])));
            halfWidth.put(NAMES[i], CaseJson.rounded(figures.quantileHalfWidthMs(PROBABILITIES[i])));
        }
        truth.set("halfWidth", halfWidth);
        return truth;
    }

    private static void check(PredictionCase each, double requests) {
        Map<String, Figures> figures = TrueFigures.of(each.nodes(), seed(each), 0, requests);
        for (PredictionCase.Truth truth : each.truths()) {
            Figures own = Objects.requireNonNull(figures.get(truth.stream()));
            System.out.printf(
                    "%-22s %-24s mean %+6.2f %% (own half-width %.2f)  p95 %+6.2f (%.2f)  p99 %+6.2f (%.2f)%n",
                    each,
                    truth.stream(),
                    100 * (own.meanMs() / truth.mean() - 1),
                    100 * own.meanHalfWidthMs() / own.meanMs(),
                    100 * (own.quantileMs(0.95) / truth.p95() - 1),
                    100 * own.quantileHalfWidthMs(0.95) / own.quantileMs(0.95),
                    100 * (own.quantileMs(0.99) / truth.p99() - 1),
                    100 * own.quantileHalfWidthMs(0.99) / own.quantileMs(0.99));
        }
    }
}
