package dev.millrace.operator.controller;

import io.fabric8.kubernetes.api.model.Node;

/** Holds Kubernetes Nodes without their status, which lists images, volumes and addresses. */
public final class TrimmedNodeStore extends TrimmedStore<Node> {
    /** An empty store. */
    public TrimmedNodeStore() {}

    @Override
    void trim(Node node) {
        super.trim(node);
        node.setStatus(null);
    }
}
