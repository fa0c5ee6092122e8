package dev.millrace.operator.inferenceapp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.crds.v1alpha1.AppPlacement;
import dev.millrace.crds.v1alpha1.InferenceApp;
import dev.millrace.crds.v1alpha1.InferenceAppStatus;
import dev.millrace.operator.Objects;
import dev.millrace.operator.condition.Reason;
import dev.millrace.operator.planning.AppDecision.Outcome;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class AppStatusesTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    private static AppObservation serving(InferenceApp app, String address) {
        return Seen.of(
                app,
                Seen.placed(Seen.on("n1", 1)),
                List.of(Seen.on("n1", 1)),
                false,
                null,
                address,
                Seen.agent("n1", "Ready"));
    }

    @Test
    void theSummaryIsWhatThePrinterColumnsShow() {
        InferenceAppStatus status = AppStatuses.of(serving(Objects.simpleApp("cam"), "10.1.2.3"), NOW);

        assertThat(status.summary().slo()).isEqualTo("p95<80ms");
        assertThat(status.summary().predicted()).isEqualTo("48ms");
        assertThat(status.summary().observed()).isNull();
        assertThat(status.summary().device()).isEqualTo("tpu-0");
        assertThat(status.summary().node()).isEqualTo("n1");
        assertThat(status.placements()).containsExactly(new AppPlacement("n1", "tpu-0", "edgetpu", 1.0));
        assertThat(status.observedGeneration()).isEqualTo(1);
        assertThat(status.url()).isEqualTo("http://cam.site-a.svc:8000");
    }

    @Test
    void aLoopbackAgentIsNamedItself() {
        assertThat(AppStatuses.of(serving(Objects.simpleApp("cam"), "127.0.0.1"), NOW)
                        .url())
                .isEqualTo("http://127.0.0.1:8100");
        assertThat(AppStatuses.of(serving(Objects.simpleApp("cam"), "::1"), NOW).url())
                .isEqualTo("http://[::1]:8100");
    }

    @Test
    void severalReplicasAreCounted() {
        AppObservation split = Seen.of(
                Seen.placed(Seen.on("n1", 0.5), Seen.on("n2", 0.5)),
                List.of(Seen.on("n1", 0.5), Seen.on("n2", 0.5)),
                Seen.agent("n1", "Ready"),
                Seen.agent("n2", "Ready"));

        InferenceAppStatus status = AppStatuses.of(split, NOW);

        assertThat(status.summary().node()).isEqualTo("2 nodes");
        assertThat(status.summary().device()).isEqualTo("tpu-0");
        assertThat(status.placements()).hasSize(2);
    }

    @Test
    void nothingNewGivesAnEqualStatus() {
        InferenceApp app = Objects.simpleApp("cam");
        InferenceAppStatus first = AppStatuses.of(serving(app, "10.1.2.3"), NOW);
        app.setStatus(first);

        assertThat(AppStatuses.of(serving(app, "10.1.2.3"), NOW.plusSeconds(60)))
                .isEqualTo(first);
    }

    @Test
    void eventsAreToldOnce() {
        InferenceAppStatus placed = AppStatuses.of(serving(Objects.simpleApp("cam"), "10.1.2.3"), NOW);
        InferenceAppStatus moved = AppStatuses.of(
                Seen.of(Seen.placed(Seen.on("n2", 1)), List.of(Seen.on("n1", 1), Seen.on("n2", 0))), NOW);
        InferenceAppStatus refused =
                AppStatuses.of(Seen.of(Seen.refused(Outcome.REFUSED, Reason.SLOViolated), List.of()), NOW);
        InferenceAppStatus invalid =
                AppStatuses.of(Seen.of(Seen.refused(Outcome.INVALID, Reason.ModelNotFound), List.of()), NOW);

        assertThat(AppEvent.between(null, placed)).containsExactly(new AppEvent(Reason.Placed, false, "on n1/tpu-0"));
        assertThat(AppEvent.between(placed, placed)).isEmpty();
        assertThat(AppEvent.between(placed, moved))
                .containsExactly(new AppEvent(Reason.Moved, false, "from n1/tpu-0 to n2/tpu-0"));
        assertThat(AppEvent.between(placed, refused))
                .containsExactly(new AppEvent(Reason.Unplaced, true, "SLOViolated: a sentence"));
        assertThat(AppEvent.between(null, refused))
                .containsExactly(new AppEvent(Reason.Refused, true, "SLOViolated: a sentence"));
        assertThat(AppEvent.between(refused, refused)).isEmpty();
        assertThat(AppEvent.between(null, invalid))
                .containsExactly(new AppEvent(Reason.Refused, true, "ModelNotFound: a sentence"));
    }
}
