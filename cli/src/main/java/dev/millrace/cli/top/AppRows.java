package dev.millrace.cli.top;

import dev.millrace.cli.report.TextTable;
import dev.millrace.cluster.SnapshotBuilder;
import dev.millrace.crds.v1alpha1.AppSummary;
import dev.millrace.crds.v1alpha1.InferenceApp;
import dev.millrace.crds.v1alpha1.InferenceAppStatus;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The apps as their status tells them, those in trouble first. */
final class AppRows {
    private static final String NONE = "-";

    private AppRows() {}

    static TextTable table(List<InferenceApp> apps) {
        TextTable table = new TextTable(
                "NAMESPACE", "APP", "STATE", "SLO", "PREDICTED", "OBSERVED", "RATE", "OF DECLARED", "WHERE OR WHY");
        apps.stream()
                .sorted(Comparator.comparing(AppRows::rank)
                        .thenComparing(app -> app.getMetadata().getNamespace())
                        .thenComparing(app -> app.getMetadata().getName()))
                .forEach(app -> add(table, app));
        return table;
    }

    private static void add(TextTable table, InferenceApp app) {
        InferenceAppStatus status = app.getStatus();
        AppSummary summary = status == null ? null : status.summary();
        Double rate = status == null || status.observed() == null
                ? null
                : status.observed().ratePerSecond();
        table.row(
                app.getMetadata().getNamespace(),
                app.getMetadata().getName(),
                state(app),
                SnapshotBuilder.slo(app).toString(),
                summary == null ? NONE : Objects.requireNonNullElse(summary.predicted(), NONE),
                summary == null ? NONE : Objects.requireNonNullElse(summary.observed(), NONE),
                rate == null ? NONE : String.format(Locale.ROOT, "%.1f/s", rate),
                rate == null
                        ? NONE
                        : String.format(
                                Locale.ROOT,
                                "%.0f%%",
                                100 * rate / app.getSpec().arrivals().ratePerSecond()),
                where(app, summary));
    }

    private static String where(InferenceApp app, @Nullable AppSummary summary) {
        if (summary != null && summary.node() != null) {
            return summary.node() + "/" + summary.device();
        }
        return condition(app, "Placed")
                .map(placed -> placed.getReason() + ": " + placed.getMessage())
                .orElse(NONE);
    }

    /** One word for the worst that is known. */
    private static String state(InferenceApp app) {
        if (isFalse(app, "Placed")) {
            return "Refused";
        }
        if (isFalse(app, "SLOMet")) {
            return "SLOMissed";
        }
        return condition(app, "Ready")
                .map(ready -> ready.getStatus().equals("True") ? "Ready" : ready.getReason())
                .orElse("Pending");
    }

    private static int rank(InferenceApp app) {
        return switch (state(app)) {
            case "SLOMissed" -> 0;
            case "Refused" -> 2;
            case "Ready" -> 3;
            default -> 1;
        };
    }

    private static boolean isFalse(InferenceApp app, String type) {
        return condition(app, type)
                .filter(condition -> condition.getStatus().equals("False"))
                .isPresent();
    }

    private static Optional<Condition> condition(InferenceApp app, String type) {
        return app.getStatus() == null || app.getStatus().conditions() == null
                ? Optional.empty()
                : app.getStatus().conditions().stream()
                        .filter(condition -> condition.getType().equals(type))
                        .findFirst();
    }
}
