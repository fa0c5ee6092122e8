package dev.millrace.operator.controller;

import dev.millrace.operator.inferencenode.Heartbeats;
import jakarta.enterprise.context.ApplicationScoped;

/** Whether most agents are silent at once, judged by the Leases that exist. */
@ApplicationScoped
public class Silence {
    private final Heartbeats heartbeats;
    private final ClusterCache cache;

    Silence(Heartbeats heartbeats, ClusterCache cache) {
        this.heartbeats = heartbeats;
        this.cache = cache;
    }

    /** Whether planning is frozen. */
    public boolean ofMost() {
        heartbeats.keepOnly(cache.leasedNodes());
        return heartbeats.massSilence();
    }
}
