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
        return NodeReadiness.of(heartbeats.remaining("pi"), heartbeats.lostAfter("pi"))
                .reason();
    }

    @Test
    void withoutALeaseThereIsNoAgent() {
        assertThat(reason()).isEqualTo(Reason.NoLease);
    }

    @Test
    void threeMissedHeartbeatsAreALoss() {
        heartbeats.seen("pi", NOON, NOON, Heartbeats.LOST_AFTER);
        pass(Heartbeats.LOST_AFTER.minusMillis(1));
        assertThat(reason()).isEqualTo(Reason.AgentReady);

        pass(Duration.ofMillis(1));
        assertThat(reason()).isEqualTo(Reason.AgentLost);
    }

    @Test
    void theSameTimeStampAgainIsNoHeartbeat() {
        heartbeats.seen("pi", NOON, NOON, Heartbeats.LOST_AFTER);
        pass(Duration.ofSeconds(4));
        heartbeats.seen("pi", NOON, NOON.plusSeconds(4), Heartbeats.LOST_AFTER);
        pass(Duration.ofSeconds(2));

        assertThat(reason()).isEqualTo(Reason.AgentLost);
    }

    @Test
    void aRenewalCountsWhateverTheNodesClockSays() {
        heartbeats.seen("pi", NOON.minusSeconds(3600), NOON, Heartbeats.LOST_AFTER);
        assertThat(reason()).as("a lease left over from an hour ago").isEqualTo(Reason.AgentLost);

        heartbeats.seen("pi", NOON.minusSeconds(3598), NOON.plusSeconds(2), Heartbeats.LOST_AFTER);
        assertThat(reason()).as("renewed by a clock that is an hour late").isEqualTo(Reason.AgentReady);
    }

    @Test
    void aDeletedLeaseIsNoAgent() {
        heartbeats.seen("pi", NOON, NOON, Heartbeats.LOST_AFTER);
        heartbeats.gone("pi");

        assertThat(reason()).isEqualTo(Reason.NoLease);
    }

    @Test
    void aFreshProcessListensFirst() {
        assertThat(heartbeats.warmingUp()).isTrue();
        pass(Heartbeats.LOST_AFTER);
        assertThat(heartbeats.warmingUp()).isFalse();

        // A replica that waited takes the lead.
        heartbeats.listen();
        assertThat(heartbeats.warmingUp()).isTrue();
    }

    @Test
    void anAgentThatRenewsMoreRarelyIsLostLater() {
        heartbeats.seen("pi", NOON, NOON, Duration.ofSeconds(30));
        pass(Duration.ofSeconds(29));
        assertThat(reason()).isEqualTo(Reason.AgentReady);
        pass(Duration.ofSeconds(1));
        assertThat(reason()).isEqualTo(Reason.AgentLost);
    }

    private void beat(int second, String... nodes) {
        for (String node : nodes) {
            heartbeats.seen(node, NOON.plusSeconds(second), NOON.plusSeconds(second), Heartbeats.LOST_AFTER);
        }
    }

    @Test
    void mostAgentsSilentAtOnceAreAnOutage() {
        beat(0, "a", "b");
        pass(Duration.ofSeconds(2));
        beat(2, "c", "d", "e");
        pass(Duration.ofSeconds(3));
        assertThat(heartbeats.massSilence()).as("nobody is lost yet").isFalse();

        pass(Duration.ofSeconds(1));
        assertThat(heartbeats.massSilence()).as("a is lost, and c is overdue").isTrue();

        beat(6, "a", "b", "c");
        assertThat(heartbeats.massSilence()).as("most are heard again").isFalse();
    }

    @Test
    void singleLossesAndOldOnesAreNoOutage() {
        beat(0, "a", "b", "c", "d", "e");
        pass(Duration.ofSeconds(4));
        beat(4, "c", "d", "e");
        pass(Duration.ofSeconds(2));
        assertThat(heartbeats.massSilence()).as("two of five").isFalse();

        pass(Duration.ofMinutes(2));
        beat(126, "e");
        assertThat(heartbeats.massSilence())
                .as("four of five, never mind since when")
                .isTrue();
    }

    @Test
    void twoAgentsAreNoMass() {
        beat(0, "a", "b");
        pass(Duration.ofSeconds(10));
        assertThat(heartbeats.massSilence()).isFalse();
    }
}
