package dev.millrace.agent.cluster;

import static dev.millrace.agent.Manifests.assignment;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.agent.Manifests;
import dev.millrace.agent.metrics.AgentMetrics;
import dev.millrace.agent.model.ModelStore;
import dev.millrace.agent.node.NodeRuntime;
import dev.millrace.agent.plan.Inventories;
import dev.millrace.agent.plan.Inventory;
import dev.millrace.agent.plan.PlanCompiler;
import dev.millrace.agent.plan.PlanFile;
import dev.millrace.agent.plan.PlanInputs;
import dev.millrace.agent.trace.TraceRecorder;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlanFollowerTest {
    @TempDir
    private Path folder;

    private Optional<PlanInputs> cluster = Optional.empty();
    private NodeRuntime runtime;
    private PlanFollower follower;

    @BeforeEach
    void make() {
        runtime = runtime();
        follower = follower(runtime);
    }

    @AfterEach
    void close() {
        runtime.close();
    }

    @Test
    void followsNewerPlansAndNotOlderOnes() {
        follower.refresh();
        assertThat(runtime.epoch()).isZero();
        say("a", 5, "cam");
        assertThat(runtime.epoch()).isEqualTo(5);
        say("a", 4, "gate");
        assertThat(runtime.epoch()).as("an old leader's plan").isEqualTo(5);
        assertThat(runtime.states())
                .singleElement()
                .satisfies(state -> assertThat(state.app().name()).isEqualTo("cam"));
        say("a", 6, "gate");
        assertThat(runtime.epoch()).isEqualTo(6);
    }

    @Test
    void theEpochsOfANewObjectBeginAgain() {
        say("a", 5, "cam");
        say("b", 1, "gate");
        assertThat(runtime.epoch()).isEqualTo(1);
    }

    @Test
    void theLastPlanIsResumedWithoutACluster() {
        say("a", 5, "cam");
        try (NodeRuntime restarted = runtime()) {
            cluster = Optional.empty();
            PlanFollower again = follower(restarted);
            again.resume();
            again.refresh();
            assertThat(restarted.epoch()).isEqualTo(5);
            assertThat(restarted.states()).hasSize(1);
        }
    }

    private void say(String uid, long epoch, String app) {
        PlanInputs inputs = Manifests.inputs(epoch, assignment(app, "edgetpu-0", "edgetpu", 1));
        inputs.node().getMetadata().setUid(uid);
        cluster = Optional.of(inputs);
        follower.refresh();
    }

    private PlanFollower follower(NodeRuntime of) {
        return new PlanFollower(() -> cluster, new PlanCompiler("n1", inventory()), new PlanFile(folder), of);
    }

    private NodeRuntime runtime() {
        return new NodeRuntime(
                inventory(), new ModelStore(null, folder), new AgentMetrics("n1"), () -> 1, TraceRecorder.NONE);
    }

    private static Inventory inventory() {
        return Inventories.of(Manifests.inputs(1).node().getStatus(), List.of(), null, null, null);
    }
}
