package dev.millrace.agent.node;

import dev.millrace.agent.plan.CopyPlan;
import dev.millrace.agent.serving.ModelSlot;
import org.jspecify.annotations.Nullable;

/** A copy on its way from plan to service. Guarded by the runtime's lock. */
final class CopyHolder {
    private final CopyPlan plan;
    private LoadState state = LoadState.FETCHING;
    private String reason = "";
    private String message = "";
    private @Nullable ModelSlot slot;
    private @Nullable String sha256;

    CopyHolder(CopyPlan plan) {
        this.plan = plan;
    }

    CopyPlan plan() {
        return plan;
    }

    LoadState state() {
        return state;
    }

    String reason() {
        return reason;
    }

    String message() {
        return message;
    }

    @Nullable ModelSlot slot() {
        return slot;
    }

    @Nullable String sha256() {
        return sha256;
    }

    void loading() {
        state = LoadState.LOADING;
    }

    void ready(ModelSlot loaded, @Nullable String digest) {
        slot = loaded;
        sha256 = digest;
        state = LoadState.READY;
    }

    void failed(String why, String sentence) {
        state = LoadState.FAILED;
        reason = why;
        message = sentence;
    }

    boolean settled() {
        return state == LoadState.READY || state == LoadState.FAILED;
    }
}
