package dev.millrace.operator.controller;

import dev.millrace.crds.v1alpha1.InferenceApp;
import dev.millrace.crds.v1alpha1.InferenceNode;
import dev.millrace.placement.model.AppRef;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.inbound.SimpleInboundEventSource;
import jakarta.enterprise.context.ApplicationScoped;

/** Asks for the reconcile of an object that has not itself changed: its plan has, or an agent reported on it. */
@ApplicationScoped
public class Wakeups {
    private final SimpleInboundEventSource<InferenceApp> apps = new SimpleInboundEventSource<>("app-decisions");
    private final SimpleInboundEventSource<InferenceNode> nodes = new SimpleInboundEventSource<>("node-plans");

    SimpleInboundEventSource<InferenceApp> appSource() {
        return apps;
    }

    SimpleInboundEventSource<InferenceNode> nodeSource() {
        return nodes;
    }

    void app(AppRef app) {
        if (apps.isRunning()) {
            apps.propagateEvent(new ResourceID(app.name(), app.namespace()));
        }
    }

    void node(String name) {
        if (nodes.isRunning()) {
            nodes.propagateEvent(new ResourceID(name));
        }
    }
}
