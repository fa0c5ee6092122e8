package dev.millrace.agent.node;

import static dev.millrace.agent.Manifests.assignment;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.agent.Manifests;
import dev.millrace.agent.RunningAgent;
import dev.millrace.agent.plan.PlanInputs;
import dev.millrace.agent.serving.Destination;
import dev.millrace.agent.serving.ModelSlot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Plans that change under requests. */
class PlanChangeTest {
    private static final String BODY =
            "{\"inputs\":[{\"name\":\"input\",\"datatype\":\"UINT8\",\"shape\":[1],\"data\":[7]}]}";

    @Test
    void appsMoveBetweenDevicesWithoutAFailedRequest() throws Exception {
        PlanInputs onTpu = Manifests.inputs(1, assignment("gate", "edgetpu-0", "edgetpu", 1));
        PlanInputs onGpu = Manifests.inputs(2, assignment("gate", "gpu-0", "gpu", 1));
        PlanInputs both = Manifests.inputs(
                3, assignment("gate", "edgetpu-0", "edgetpu", 0), assignment("gate", "gpu-0", "gpu", 1));
        try (RunningAgent agent = new RunningAgent(onTpu)) {
            AtomicBoolean stop = new AtomicBoolean();
            AtomicInteger answered = new AtomicInteger();
            Set<Integer> statuses = new TreeSet<>();
            CompletableFuture<Void> client = CompletableFuture.runAsync(() -> {
                // Below the burst that the rate contract admits.
                while (!stop.get() && answered.get() < 95) {
                    statuses.add(infer(agent));
                    answered.incrementAndGet();
                }
            });
            for (PlanInputs next : new PlanInputs[] {onGpu, both, onTpu, onGpu, onTpu}) {
                int before = answered.get();
                RunningAgent.until(() -> answered.get() > before + 5 || client.isDone());
                agent.apply(next);
                RunningAgent.until(() -> agent.agent().runtime().settled());
            }
            stop.set(true);
            client.join();
            assertThat(statuses).containsExactly(200);
            RunningAgent.until(() -> agent.agent().runtime().states().size() == 1);
            assertThat(agent.agent().runtime().loaded())
                    .singleElement()
                    .satisfies(copy -> assertThat(copy.device()).isEqualTo("edgetpu-0"));
        }
    }

    @Test
    void aPlanThatComesBackWhileItsOldCopyDrainsServesOn() throws Exception {
        PlanInputs onTpu = Manifests.inputs(1, assignment("gate", "edgetpu-0", "edgetpu", 1));
        PlanInputs onGpu = Manifests.inputs(2, assignment("gate", "gpu-0", "gpu", 1));
        try (RunningAgent agent = new RunningAgent(onTpu)) {
            for (int i = 0; i < 8; i++) {
                Destination held =
                        agent.agent().runtime().directory().draw("site.gate", false, new SplittableRandom(i));
                ModelSlot draining = ((Destination.Local) held).replica().slot();
                agent.apply(i % 2 == 0 ? onGpu : onTpu);
                RunningAgent.until(draining::retired);
                agent.apply(i % 2 == 0 ? onTpu : onGpu);
                assertThat(infer(agent)).isEqualTo(200);
                agent.apply(i % 2 == 0 ? onGpu : onTpu);
                draining.release();
                RunningAgent.until(() -> agent.agent().runtime().settled());
            }
        }
    }

    @Test
    void aCopyThatDoesNotLoadKeepsTheOldOneServing() throws Exception {
        PlanInputs good = Manifests.inputs(1, assignment("gate", "cpu-0", "cpu", 1));
        PlanInputs bad = Manifests.inputs(2, assignment("gate", "cpu-0", "absent", 1));
        try (RunningAgent agent = new RunningAgent(good)) {
            agent.apply(bad);
            RunningAgent.until(() -> agent.agent().runtime().settled());
            assertThat(agent.agent().runtime().states()).anySatisfy(state -> {
                assertThat(state.state()).isEqualTo(LoadState.FAILED);
                assertThat(state.reason()).isEqualTo("NotFound");
                assertThat(state.serving()).isTrue();
            });
            assertThat(agent.get("/v2/models/site.gate/ready").statusCode()).isEqualTo(200);
            assertThat(agent.get("/v2/models/site.gate").body()).contains("onnxruntime");
        }
    }

    @Test
    void whereAnOlderCopyServesTheLoadIsTriedAgainInPlace() throws Exception {
        PlanInputs good = Manifests.inputs(1, assignment("gate", "cpu-0", "cpu", 1));
        PlanInputs late = Manifests.inputs(2, assignment("gate", "cpu-0", "late", 1));
        Path lateFile = RunningAgent.MODELS.resolve("late.onnx");
        Files.deleteIfExists(lateFile);
        try (RunningAgent agent = new RunningAgent(good)) {
            agent.apply(late);
            RunningAgent.until(() -> agent.agent().runtime().settled());
            assertThat(agent.agent().runtime().states())
                    .anySatisfy(state -> assertThat(state.state()).isEqualTo(LoadState.FAILED));

            Files.copy(RunningAgent.MODELS.resolve("ch_ppocr_mobile_v2.0_cls_infer.onnx"), lateFile);

            RunningAgent.until(() ->
                    agent.agent().runtime().states().stream().allMatch(state -> state.state() == LoadState.READY));
            assertThat(agent.get("/v2/models/site.gate/ready").statusCode()).isEqualTo(200);
        } finally {
            Files.deleteIfExists(lateFile);
        }
    }

    @Test
    void anAppThatIsUnassignedIsGoneAndTheOthersStay() throws Exception {
        PlanInputs two = Manifests.inputs(
                1, assignment("gate", "edgetpu-0", "edgetpu", 1), assignment("cam", "edgetpu-0", "edgetpu", 1));
        PlanInputs one = Manifests.inputs(2, assignment("cam", "edgetpu-0", "edgetpu", 1));
        try (RunningAgent agent = new RunningAgent(two)) {
            agent.apply(one);
            assertThat(infer(agent)).isEqualTo(404);
            assertThat(agent.post("/v2/models/site.cam/infer", BODY).statusCode())
                    .isEqualTo(200);
            assertThat(agent.agent().runtime().epoch()).isEqualTo(2);
        }
    }

    @Test
    void beyondTheRateContractIs429WithRetryAfter() throws Exception {
        try (RunningAgent agent = new RunningAgent(Manifests.inputs(1, assignment("slow", "gpu-0", "gpu", 1)))) {
            String expiring = BODY.replace("{\"inputs\"", "{\"parameters\":{\"timeout\":1},\"inputs\"");
            int refused = 0;
            for (int i = 0; i < 110 && refused == 0; i++) {
                var answer = agent.post("/v2/models/site.slow/infer", expiring);
                if (answer.statusCode() == 429) {
                    refused = i;
                    assertThat(answer.headers().firstValue("Retry-After")).isPresent();
                    assertThat(answer.body()).contains("over the declared rate");
                } else {
                    assertThat(answer.statusCode()).isEqualTo(503);
                }
            }
            assertThat(refused).isBetween(100, 109);
            assertThat(agent.metrics()).contains("code=\"429\"");
        }
    }

    private static int infer(RunningAgent agent) {
        try {
            return agent.post("/v2/models/site.gate/infer", BODY).statusCode();
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
