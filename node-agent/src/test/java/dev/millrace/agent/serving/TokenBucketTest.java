package dev.millrace.agent.serving;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class TokenBucketTest {
    private static final long SECOND = 1_000_000_000L;

    @Test
    void conformingPoissonTrafficIsNeverRefused() {
        TokenBucket bucket = new TokenBucket(50, 1, 0);
        Random random = new Random(3);
        double now = 0;
        for (int i = 0; i < 1_000_000; i++) {
            now += -Math.log(1 - random.nextDouble()) / 50 * SECOND;
            assertThat(bucket.takeOrWaitNanos((long) now)).isZero();
        }
    }

    @Test
    void threeTimesTheRateIsCutToElevenTenths() {
        TokenBucket bucket = new TokenBucket(10, 1, 0);
        int admitted = 0;
        for (int i = 0; i < 3000; i++) {
            if (bucket.takeOrWaitNanos(i * SECOND / 30) == 0) {
                admitted++;
            }
        }
        // 100 seconds: the depth, and 11 a second.
        assertThat(admitted).isBetween(1195, 1201);
    }

    @Test
    void anEmptyBucketSaysWhenTheNextTokenComes() {
        TokenBucket bucket = new TokenBucket(10, 1, 0);
        for (int i = 0; i < 100; i++) {
            assertThat(bucket.takeOrWaitNanos(0)).isZero();
        }
        long wait = bucket.takeOrWaitNanos(0);
        assertThat(wait).isBetween(SECOND / 11 - 1000, SECOND / 11 + 1000);
        assertThat(bucket.takeOrWaitNanos(wait + 1)).isZero();
    }

    @Test
    void burstyArrivalsHaveADeeperBucket() {
        TokenBucket bucket = new TokenBucket(1, 4, 0);
        for (int i = 0; i < 400; i++) {
            assertThat(bucket.takeOrWaitNanos(0)).isZero();
        }
        assertThat(bucket.takeOrWaitNanos(0)).isPositive();
    }
}
