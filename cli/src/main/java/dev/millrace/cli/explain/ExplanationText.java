package dev.millrace.cli.explain;

import dev.millrace.cli.report.Latencies;
import dev.millrace.cli.report.TextTable;
import dev.millrace.placement.AppOutcome;
import dev.millrace.placement.ReplicaOutcome;
import dev.millrace.placement.model.App;
import dev.millrace.placement.model.AppRef;
import dev.millrace.queueing.model.ArrivalProcess;
import java.io.PrintWriter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** An explanation for people. */
final class ExplanationText {
    private static final String NONE = "-";

    private final Explanation explanation;
    private final App app;

    ExplanationText(Explanation explanation) {
        this.explanation = explanation;
        this.app = explanation.app();
    }

    void print(PrintWriter out) {
        ArrivalProcess arrivals = app.arrivals();
        out.println("%s: %s, %s requests/s %s%s"
                .formatted(
                        app.ref(),
                        app.slo(),
                        plain(arrivals.ratePerSecond()),
                        arrivals.kind().name().charAt(0)
                                + arrivals.kind().name().substring(1).toLowerCase(Locale.ROOT),
                        app.priority() == 0 ? "" : ", priority " + app.priority()));
        AppOutcome outcome = explanation.outcome();
        if (outcome == null) {
            String code =
                    explanation.refused() == null ? "" : explanation.refused().code();
            out.println("Not placed by %s: %s. %s".formatted(explanation.decidedBy(), code, explanation.why()));
        } else {
            placed(outcome, out);
        }
        out.println();
        candidates(out);
        remedies(out);
        out.flush();
    }

    private void placed(AppOutcome outcome, PrintWriter out) {
        String value = outcome.response() == null
                ? "overloaded"
                : Latencies.format(app.slo().objective().of(outcome.response()));
        out.println("Placed by %s: predicted %s %s, SLO %s. %s"
                .formatted(
                        explanation.decidedBy(),
                        app.slo().objective().label(),
                        value,
                        outcome.sloMet() ? "met" : "missed",
                        explanation.why()));
        TextTable places = new TextTable("NODE", "DEVICE", "VARIANT", "SHARE", "PREDICTED");
        for (ReplicaOutcome replica : outcome.replicas()) {
            places.row(
                    replica.assignment().device().node(),
                    replica.assignment().device().device(),
                    replica.assignment().variant(),
                    plain(replica.assignment().share()),
                    replica.response() == null
                            ? NONE
                            : Latencies.format(app.slo().objective().of(replica.response())));
        }
        places.print(out);
    }

    private void candidates(PrintWriter out) {
        out.println(
                explanation.candidates().isEmpty()
                        ? "There is no other device."
                        : "Each other device, all other apps staying where they are:");
        if (explanation.candidates().isEmpty()) {
            return;
        }
        TextTable table = new TextTable("NODE", "DEVICE", "VARIANT", "VERDICT", "HARMED", "MESSAGE");
        for (Verdict verdict : explanation.candidates()) {
            table.row(
                    verdict.device().node(),
                    verdict.device().device(),
                    verdict.variant().isEmpty() ? NONE : verdict.variant(),
                    verdict.reason() == null ? "Fits" : verdict.reason().name(),
                    text(verdict.harmed()),
                    verdict.message());
        }
        table.print(out);
    }

    private void remedies(PrintWriter out) {
        if (!explanation.remedies().isEmpty()) {
            out.println();
            out.println("What would make it fit, all else staying as it is:");
            explanation.remedies().forEach(remedy -> out.println("  " + remedy.message()));
        }
    }

    private static String text(@Nullable AppRef app) {
        return app == null ? NONE : app.toString();
    }

    private static String plain(double value) {
        return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
    }
}
