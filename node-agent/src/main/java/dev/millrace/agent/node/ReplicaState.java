package dev.millrace.agent.node;

import dev.millrace.agent.serving.AppId;

/** How far an app is on one device; reason and message are empty where there is nothing to say. */
public record ReplicaState(AppId app, String device, LoadState state, String reason, String message) {}
