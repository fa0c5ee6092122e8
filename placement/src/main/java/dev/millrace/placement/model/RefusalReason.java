package dev.millrace.placement.model;

/** Why an app was not placed, or not on one device. The names stand in conditions, events and JSON. */
public enum RefusalReason {
    /** No variant of the model has a profile for any type of device in the cluster. */
    NoProfile("no profile for this type of device"),
    /** No device of a class that a variant of the model is made for. */
    NoFeasibleDevice("no device of a class the model has a variant for"),
    /** The node's labels do not match the app's node selector. */
    NodeSelectorMismatch("the node selector does not match"),
    /** The node has a taint that the app does not tolerate. */
    TaintNotTolerated("the node has a taint that is not tolerated"),
    /** The node's agent is not ready. */
    NodeNotReady("the node is not ready"),
    /** The device is not healthy. */
    NoHealthyDevice("the device is not healthy"),
    /** A copy of the model does not fit into the memory that is left. */
    InsufficientMemory("not enough memory"),
    /** The device's load would exceed the policy's maxUtilization. */
    DeviceOverloaded("the device would be overloaded"),
    /** The load of the node's CPU (preprocessing, CPU devices) would exceed the policy's maxUtilization. */
    NodeCpuOverloaded("the node's CPU would be overloaded"),
    /** The app's own objective would be missed. */
    SLOViolated("its own SLO would be missed"),
    /** The objective of an app that is hosted already would be missed. */
    NeighbourSLOViolated("the SLO of an app hosted there would be missed"),
    /** The app fits onto fewer devices than its least number of replicas. */
    TooFewReplicas("fewer devices fit than replicas are asked for"),
    /** The namespace would take more of the cluster than its quota allows. */
    QuotaExceeded("the namespace's quota would be exceeded"),
    /** The algorithm in force refused for a rule of its own, which the message states. */
    AlgorithmLimit("a rule of the chosen algorithm"),
    /** The device alone would take the app; the time to plan ended before that was confirmed for the whole plan. */
    NotConfirmedInTime("the time to plan ended before the place was confirmed");

    private final String phrase;

    RefusalReason(String phrase) {
        this.phrase = phrase;
    }

    /** The reason in plain words, fit for the middle of a sentence. */
    public String phrase() {
        return phrase;
    }
}
