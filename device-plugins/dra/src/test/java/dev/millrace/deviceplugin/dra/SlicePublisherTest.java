package dev.millrace.deviceplugin.dra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.millrace.deviceplugin.kubelet.OfferedDevice;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SlicePublisherTest {
    private static final List<OfferedDevice> ONE = List.of(new OfferedDevice("a", "t", true, List.of(), -1));

    @Test
    void whatFailsIsTriedAgainAndThenLeftAlone() {
        AtomicInteger tries = new AtomicInteger();
        SliceTarget failing = devices -> {
            if (tries.incrementAndGet() < 3) {
                throw new IOException("no route");
            }
        };
        try (SlicePublisher publisher = new SlicePublisher(failing, Duration.ofMillis(1), Duration.ofMillis(2))) {
            publisher.start();
            publisher.devices(ONE);
            await().until(() -> tries.get() == 3);
            publisher.check();
            await().until(() -> tries.get() == 4);
        }
        assertThat(tries).hasValue(4);
    }

    @Test
    void aUidThatIsNoneIsRefused() {
        for (String uid : List.of("", "../x", "a/b", "a\tb")) {
            assertThatThrownBy(() -> new ClaimName("n", "c", uid)).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
