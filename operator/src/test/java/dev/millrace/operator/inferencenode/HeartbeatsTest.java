package dev.millrace.operator.inferencenode;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.operator.condition.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class HeartbeatsTest {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    private final AtomicLong nanos = new AtomicLong();
    private final Heartbeats heartbeats = new Heartbeats(nanos::get);

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    private Reason reason() {
        return NodeReadiness.of(heartbeats.remaining("pi")).reason();
    }

    @Test
    void withoutALeaseThereIsNoAgent() {
        assertThat(reason()).isEqualTo(Reason.NoLease);
    }

    @Test
    void threeMissedHeartbeatsAreALoss() {
        heartbeats.seen("pi", NOON, NOON);
        pass(Heartbeats.PERIOD.multipliedBy(3).minusMillis(1));
        assertThat(reason()).isEqualTo(Reason.AgentReady);

        pass(Duration.ofMillis(1));
        assertThat(reason()).isEqualTo(Reason.AgentLost);
    }

    @Test
    void theSameTimeStampAgainIsNoHeartbeat() {
        heartbeats.seen("pi", NOON, NOON);
        pass(Duration.ofSeconds(4));
        heartbeats.seen("pi", NOON, NOON.plusSeconds(4));
        pass(Duration.ofSeconds(2));

        assertThat(reason()).isEqualTo(Reason.AgentLost);
    }

    @Test
    void aRenewalCountsWhateverTheNodesClockSays() {
        heartbeats.seen("pi", NOON.minusSeconds(3600), NOON);
        assertThat(reason()).as("a lease left over from an hour ago").isEqualTo(Reason.AgentLost);

        heartbeats.seen("pi", NOON.minusSeconds(3598), NOON.plusSeconds(2));
        assertThat(reason()).as("renewed by a clock that is an hour late").isEqualTo(Reason.AgentReady);
    }

    @Test
    void aDeletedLeaseIsNoAgent() {
        heartbeats.seen("pi", NOON, NOON);
        heartbeats.gone("pi");

        assertThat(reason()).isEqualTo(Reason.NoLease);
    }

    @Test
    void aFreshProcessListensFirst() {
        assertThat(heartbeats.warmingUp()).isTrue();
        pass(Heartbeats.LOST_AFTER);
        assertThat(heartbeats.warmingUp()).isFalse();
    }
}
