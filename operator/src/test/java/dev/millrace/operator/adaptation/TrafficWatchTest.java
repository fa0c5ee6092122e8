package dev.millrace.operator.adaptation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.millrace.placement.model.AppRef;
import dev.millrace.queueing.model.ArrivalProcess;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TrafficWatchTest {
    private static final AppRef CAM = new AppRef("site-a", "cam");
    private static final ArrivalProcess DECLARED = ArrivalProcess.poisson(100);
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final TrafficWatch watch = new TrafficWatch(MINUTE);
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");

    private Optional<ArrivalProcess> seen(double rate, double cv2) {
        now = now.plus(MINUTE);
        return watch.observe(CAM, DECLARED, rate, cv2, now);
    }

    private void seen(double rate, double cv2, int times) {
        for (int i = 0; i < times; i++) {
            seen(rate, cv2);
        }
    }

    @Test
    void moreThanDeclaredIsPlannedForOnceItLasted() {
        assertThat(seen(108, 1)).isEmpty();
        assertThat(seen(108, 1)).isEmpty();
        assertThat(seen(108, 1)).contains(ArrivalProcess.poisson(108));
        assertThat(watch.deviating()).containsEntry(CAM, ArrivalProcess.poisson(108));
    }

    @Test
    void noMoreThanTheAgentsAdmit() {
        seen(300, 1, 3);

        assertThat(watch.deviating().get(CAM).ratePerSecond()).isCloseTo(110, within(1e-9));
    }

    @Test
    void lessThanDeclaredStaysReserved() {
        seen(20, 1, 10);

        assertThat(watch.deviating()).isEmpty();
    }

    @Test
    void anOutlierChangesNothing() {
        seen(100, 1, 4);
        seen(500, 40);
        seen(100, 1);
        seen(500, 40);

        assertThat(watch.deviating()).isEmpty();
    }

    @Test
    void noiseWithinTheBandChangesNothing() {
        seen(104, 1.2, 10);

        assertThat(watch.deviating()).isEmpty();
    }

    @Test
    void burstsArePlannedAsAGeneralProcess() {
        seen(100, 4, 3);

        assertThat(watch.deviating()).containsEntry(CAM, ArrivalProcess.general(100, 4));
    }

    @Test
    void itEndsWhenTheTrafficDoes() {
        seen(108, 4, 5);
        seen(100, 1, 2);
        assertThat(watch.deviating()).as("not for two windows").containsKey(CAM);
        assertThat(seen(100, 1)).contains(DECLARED);

        assertThat(watch.deviating()).isEmpty();
    }

    @Test
    void aNewContractBeginsAnew() {
        seen(108, 1, 5);
        watch.observe(CAM, ArrivalProcess.poisson(120), 108, 1, now.plus(MINUTE));

        assertThat(watch.deviating()).isEmpty();
    }

    @Test
    void oneSampleAPeriod() {
        for (int i = 0; i < 100; i++) {
            watch.observe(CAM, DECLARED, 300, 1, now.plusSeconds(i / 2));
        }

        assertThat(watch.deviating()).isEmpty();
    }
}
