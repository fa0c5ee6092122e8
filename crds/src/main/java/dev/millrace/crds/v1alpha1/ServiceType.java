package dev.millrace.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonValue;

/** How the Service of an app is published. */
public enum ServiceType {
    /** Inside the cluster. */
    CLUSTER_IP("ClusterIP"),
    /** On a port of every node. */
    NODE_PORT("NodePort"),
    /** Through a load balancer of the platform. */
    LOAD_BALANCER("LoadBalancer");

    private final String value;

    ServiceType(String value) {
        this.value = value;
    }

    /** The value as it stands in a manifest. */
    @JsonValue
    public String value() {
        return value;
    }

    @Override
    public String toString() {
        return value;
    }
}
