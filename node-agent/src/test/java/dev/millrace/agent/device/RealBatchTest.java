package dev.millrace.agent.device;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A real GPU: what waits for a copy when its worker becomes free is one piece of work. */
class RealBatchTest {
    @Test
    void whatWaitsIsDoneTogether() throws InterruptedException {
        CountDownLatch release = new CountDownLatch(1);
        CountDownLatch served = new CountDownLatch(6);
        List<Integer> batches = new CopyOnWriteArrayList<>();
        Work work = new Work() {
            @Override
            public void run() {
                runTogether(List.of(this));
            }

            @Override
            public void runTogether(List<Work> batch) {
                batches.add(batch.size());
                await(release);
            }
        };
        try (CpuEngine engine = new CpuEngine("gpu", 4)) {
            Station station = new Station(new WorkerPerCopy(), engine);
            Copy copy = new Copy("a", ServiceTimes.constant(1), 0, "a", 4);
            for (int i = 0; i < 6; i++) {
                station.submit(new Job(copy, System.nanoTime(), 0, Job.NEVER, 0, work, new Job.Listener() {
                    @Override
                    public void served(Visit visit) {
                        served.countDown();
                    }

                    @Override
                    public void expired() {}
                }));
            }
            release.countDown();
            assertThat(served.await(10, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(batches).containsExactly(1, 4, 1);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
