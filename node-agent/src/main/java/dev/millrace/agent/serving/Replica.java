package dev.millrace.agent.serving;

import dev.millrace.agent.metrics.ReplicaMeters;

/**
 * An app on one device of this node, ready to serve.
 *
 * @param share fraction of the app's requests; 0 takes requests only while no other replica can
 */
public record Replica(ModelSlot slot, double share, ReplicaMeters meters) {}
