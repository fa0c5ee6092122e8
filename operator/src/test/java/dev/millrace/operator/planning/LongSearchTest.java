package dev.millrace.operator.planning;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.placement.model.ClusterSnapshot;
import dev.millrace.placement.model.Node;
import dev.millrace.placement.model.Plan;
import dev.millrace.placement.model.Policy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LongSearchTest {
    private final Semaphore begun = new Semaphore(0);
    private final Semaphore mayEnd = new Semaphore(0);
    private final Semaphore ended = new Semaphore(0);

    private final PlanSearch search = new PlanSearch(name -> (snapshot, options, progress) -> {
        begun.release();
        mayEnd.acquireUninterruptibly();
        progress.report(0, 0, "search");
        return new Plan("millrace", List.of(), Map.of(), List.of());
    });
    private final LongSearch background = new LongSearch(search, ended::release);

    private static SearchJob job(Node... nodes) {
        return new SearchJob(
                new ClusterSnapshot(List.of(), List.of(nodes), Policy.defaults(), List.of(), Map.of()),
                Duration.ofSeconds(5));
    }

    private static Node node(boolean ready) {
        return new Node("n1", Map.of(), List.of(), ready, 4, 0, 0, List.of());
    }

    private static void await(Semaphore signal) throws InterruptedException {
        assertThat(signal.tryAcquire(30, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void whatItFindsIsHandedOverOnce() throws InterruptedException {
        background.consider(job());
        await(begun);
        assertThat(background.poll()).isEmpty();
        mayEnd.release();
        await(ended);

        assertThat(background.poll()).isPresent();
        assertThat(background.poll()).isEmpty();
    }

    @Test
    void oneSearchAtATime() throws InterruptedException {
        background.consider(job());
        await(begun);
        background.consider(job());
        mayEnd.release();
        await(ended);

        assertThat(begun.availablePermits()).isZero();
        assertThat(background.poll()).isPresent();
    }

    @Test
    void anotherClusterAbandonsIt() throws InterruptedException {
        background.consider(job(node(true)));
        await(begun);
        background.consider(job(node(false)));
        mayEnd.release();
        await(ended);
        assertThat(background.poll()).isEmpty();

        background.consider(job(node(false)));
        await(begun);
        mayEnd.release();
        await(ended);
        assertThat(background.poll()).isPresent();
    }
}
