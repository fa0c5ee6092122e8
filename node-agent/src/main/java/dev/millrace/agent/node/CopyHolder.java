package dev.millrace.agent.node;

import dev.millrace.agent.plan.CopyPlan;
import dev.millrace.agent.serving.ModelSlot;
import org.jspecify.annotations.Nullable;

/** A copy on its way from plan to service. Guarded by the runtime's lock. */
final class CopyHolder {
    private static final long FIRST_PAUSE_MS = 5_000;
    private static final long LONGEST_PAUSE_MS = 600_000;

    private final CopyPlan plan;
    private final int attempt;
    private LoadState state = LoadState.FETCHING;
    private String reason = "";
    private String message = "";
    private @Nullable ModelSlot slot;
    private @Nullable String sha256;

    CopyHolder(CopyPlan plan) {
        this(plan, 1);
    }

    private CopyHolder(CopyPlan plan, int attempt) {
        this.plan = plan;
        this.attempt = attempt;
    }

    /** The next attempt at the same. */
    CopyHolder again() {
        return new CopyHolder(plan, attempt + 1);
    }

    /** How long to wait before the next attempt: twice as long each time, up to ten minutes. */
    long pauseMs() {
        return Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS << Math.min(attempt - 1, 10));
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
