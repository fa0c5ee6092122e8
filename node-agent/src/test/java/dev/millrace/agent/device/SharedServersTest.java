package dev.millrace.agent.device;

import static dev.millrace.agent.device.Timeline.copy;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class SharedServersTest {
    @Test
    void serversTakeRequestsInOrderOfArrival() {
        Timeline cpu = new Timeline(new SharedServers(2), new WaitEngine());
        Copy a = copy("a", 10, 0);
        Copy b = copy("b", 4, 0);
        cpu.arrive("1", a, 0)
                .arrive("2", b, 1)
                .arrive("3", b, 2)
                .arrive("4", a, 3)
                .advance(100);
        assertThat(cpu.startMs("3")).isEqualTo(5);
        assertThat(cpu.startMs("4")).isEqualTo(9);
        assertThat(cpu.endMs("4")).isEqualTo(19);
    }

    @Test
    void realWorkHoldsAServerUntilItIsDone() throws InterruptedException {
        try (CpuEngine engine = new CpuEngine("test", 1)) {
            Station station = new Station(new SharedServers(1), engine);
            CountDownLatch release = new CountDownLatch(1);
            CountDownLatch both = new CountDownLatch(2);
            AtomicReference<Visit> second = new AtomicReference<>();
            Copy copy = copy("a", 0, 0);
            station.submit(job(copy, () -> await(release), visit -> both.countDown()));
            station.submit(job(copy, () -> {}, visit -> {
                second.set(visit);
                both.countDown();
            }));
            assertThat(station.waiting()).isEqualTo(1);
            release.countDown();
            assertThat(both.await(10, TimeUnit.SECONDS)).isTrue();
            assertThat(second.get().queueNanos()).isPositive();
        }
    }

    private static Job job(Copy copy, Work work, Consumer<Visit> served) {
        return new Job(copy, System.nanoTime(), 0, Job.NEVER, 0, work, new Job.Listener() {
            @Override
            public void served(Visit visit) {
                served.accept(visit);
            }

            @Override
            public void expired() {}
        });
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
