package dev.millrace.agent.node;

import dev.millrace.agent.serving.AppId;

/**
 * How far an app is on one device; reason and message are empty where there is nothing to say.
 *
 * @param serving whether requests are answered there: also while the state is not READY, by the copy that is to be replaced
 */
public record ReplicaState(AppId app, String device, LoadState state, String reason, String message, boolean serving) {}
