package dev.millrace.agent.serving;

import dev.millrace.agent.device.Copy;
import dev.millrace.agent.image.ImagePreprocessor;
import dev.millrace.agent.tensor.Signature;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An app as this node serves it under one plan. Immutable; a plan change makes another one that keeps the bucket.
 *
 * @param bucket the rate contract; null where the app's rate is not known here
 * @param priority of the app: where not all can wait, those of less priority are refused first
 * @param preprocess what runs before the device, as a pseudo copy of the CPU's line; null where nothing does
 * @param image what it does; null where its time passes, before an emulated device only
 * @param dueNanos relative deadline at the agent: objective less network latency
 * @param networkMicros constant network latency, part of the response time the objective is about
 * @param replicas ready ones, on this node
 * @param ownShare fraction of the requests that this node serves itself; NaN where there is no route: all
 * @param targets other nodes that serve a part
 */
public record ServedApp(
        AppId id,
        @Nullable TokenBucket bucket,
        int priority,
        @Nullable Copy preprocess,
        @Nullable ImagePreprocessor image,
        long dueNanos,
        long networkMicros,
        List<Replica> replicas,
        double ownShare,
        List<RemoteTarget> targets) {
    public ServedApp {
        replicas = List.copyOf(replicas);
        targets = List.copyOf(targets);
    }

    /** What clients see of a model. */
    public Signature signature(Signature model) {
        return image == null ? model : image.signature(model);
    }

    /** Whether a request for it could be answered now. */
    public boolean ready() {
        return !replicas.isEmpty() || targets.stream().anyMatch(target -> target.share() > 0);
    }
}
