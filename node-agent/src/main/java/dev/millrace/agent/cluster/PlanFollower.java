package dev.millrace.agent.cluster;

import dev.millrace.agent.node.NodeRuntime;
import dev.millrace.agent.plan.NodePlan;
import dev.millrace.agent.plan.PlanCompiler;
import dev.millrace.agent.plan.PlanFile;
import dev.millrace.agent.plan.PlanInputs;
import dev.millrace.agent.plan.PlanScope;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Brings plans to the node: the last one from disk at start, then those of the cluster. A plan of an earlier epoch than
 * the one that runs is not followed, unless the node's object is a new one, whose epochs begin again. Used by one thread
 * at a time.
 */
public final class PlanFollower {
    private static final Logger LOG = Logger.getLogger(PlanFollower.class);

    private final Supplier<Optional<PlanInputs>> source;
    private final PlanCompiler compiler;
    private final PlanFile file;
    private final NodeRuntime runtime;
    private @Nullable NodePlan followed;
    private @Nullable String nodeUid;

    public PlanFollower(
            Supplier<Optional<PlanInputs>> source, PlanCompiler compiler, PlanFile file, NodeRuntime runtime) {
        this.source = source;
        this.compiler = compiler;
        this.file = file;
        this.runtime = runtime;
    }

    /** Follows the plan on disk, where there is one. */
    public void resume() {
        file.read().ifPresent(inputs -> {
            NodePlan plan = compiler.compile(inputs);
            LOG.infof("resuming plan %d with %d apps", plan.epoch(), plan.apps().size());
            nodeUid = inputs.node().getMetadata().getUid();
            follow(plan);
        });
    }

    /** Follows what the cluster says now, where that is new. */
    public void refresh() {
        Optional<PlanInputs> inputs = source.get().map(PlanScope::narrow);
        if (inputs.isEmpty()) {
            return;
        }
        NodePlan plan = compiler.compile(inputs.get());
        String uid = inputs.get().node().getMetadata().getUid();
        boolean sameNode = nodeUid == null || nodeUid.equals(uid);
        if (followed != null && sameNode && plan.epoch() < followed.epoch()) {
            LOG.warnf("plan %d is older than plan %d, which runs: not followed", plan.epoch(), followed.epoch());
            return;
        }
        nodeUid = uid;
        if (plan.equals(followed)) {
            return;
        }
        follow(plan);
        try {
            file.write(inputs.get());
        } catch (IOException e) {
            LOG.errorf("plan %d cannot be kept on disk: %s", plan.epoch(), e.getMessage());
        }
    }

    private void follow(NodePlan plan) {
        followed = plan;
        runtime.apply(plan);
    }
}
