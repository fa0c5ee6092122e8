package dev.millrace.operator.planning;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.operator.Objects;
import dev.millrace.placement.PlacementSolvers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PlannerThreadTest {
    private final BlockingQueue<PlanningState> published = new LinkedBlockingQueue<>();
    private final BlockingQueue<RuntimeException> failures = new LinkedBlockingQueue<>();
    private final AtomicInteger views = new AtomicInteger();
    private final AtomicBoolean broken = new AtomicBoolean();
    private final AtomicBoolean frozen = new AtomicBoolean();

    private final PlannerThread planner = new PlannerThread(
            new PlanSearch(name -> PlacementSolvers.named("memory-first-fit")),
            Duration.ofSeconds(5),
            this::view,
            frozen::get,
            new PlannerThread.Listener() {
                @Override
                public void published(PlanningState before, PlanningState after, Duration took) {
                    published.add(after);
                }

                @Override
                public void failed(RuntimeException cause) {
                    broken.set(false);
                    failures.add(cause);
                }
            });

    private ClusterView view() {
        views.incrementAndGet();
        if (broken.get()) {
            throw new IllegalStateException("no view");
        }
        return new ClusterView(
                List.of(Objects.simpleApp("cam")),
                List.of(Objects.model()),
                List.of(Objects.profile()),
                List.of(Objects.node("n1", "{}", "[]", 0)),
                List.of(Objects.policy("{algorithm: memory-first-fit}")),
                Map.of());
    }

    private PlanningState next() throws InterruptedException {
        PlanningState state = published.poll(30, TimeUnit.SECONDS);
        assertThat(state).isNotNull();
        return state;
    }

    @AfterEach
    void stop() {
        planner.stop();
    }

    @Test
    void itPlansAtStartWithoutATrigger() throws InterruptedException {
        planner.start();

        assertThat(next().decisions()).hasSize(1);
        assertThat(planner.state().decisions()).hasSize(1);
    }

    @Test
    void aBurstOfTriggersIsFewPasses() throws InterruptedException {
        planner.start();
        next();
        int before = views.get();
        for (int i = 0; i < 1000; i++) {
            planner.trigger();
        }
        next();

        assertThat(views.get() - before).isBetween(1, 20);
    }

    @Test
    void whileFrozenNothingIsPlanned() throws InterruptedException {
        frozen.set(true);
        planner.start();
        planner.trigger();
        assertThat(published.poll(200, TimeUnit.MILLISECONDS)).isNull();

        frozen.set(false);
        assertThat(next().decisions()).hasSize(1);
    }

    @Test
    void aFailedPassIsTriedAgain() throws InterruptedException {
        broken.set(true);
        planner.start();

        assertThat(failures.poll(30, TimeUnit.SECONDS)).hasMessage("no view");
        assertThat(next().decisions()).hasSize(1);
    }
}
