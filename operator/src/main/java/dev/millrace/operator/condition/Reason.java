package dev.millrace.operator.condition;

import dev.millrace.placement.model.RefusalReason;

/**
 * Every reason that stands in a condition, an Event or a log line of the operator, spelled as it stands there.
 *
 * <p>Each {@link RefusalReason} of the planner has a constant of the same name here. What each means to a user:
 * docs/reference/conditions.md.
 */
public enum Reason {
    /** The spec is valid and its model exists. */
    Accepted,
    /** The spec cannot be planned; the message names the field. */
    InvalidSpec,
    /** {@code spec.modelRef} names no InferenceModel of the namespace. */
    ModelNotFound,
    /** The app is not accepted, so that nothing else about it is known. */
    NotAccepted,
    /** At least one variant has a profile. */
    ProfileFound,
    /** The model is being measured on an idle device. */
    Profiling,
    /** Event on a ModelProfile: it holds what was measured on an idle device. */
    Profiled,
    /** Event on a ModelProfile: service or switch times as observed left the profile's; it holds them from now on. */
    ProfileDrifted,
    /** Event: the app is planned with the traffic that is observed, not with what it declares, or no longer so. */
    TrafficChanged,
    /** The planner has not decided on this spec yet. */
    Planning,
    /** A place was found. Also an Event. */
    Placed,
    /** Event: the place of a running app changed. */
    Moved,
    /** Event: no place was found; the note begins with the reason. */
    Refused,
    /** Event: an app lost the place it had; the note begins with the reason. */
    Unplaced,
    /** The app has no place. */
    NotPlaced,
    /** An agent fetches and verifies the artefact. */
    Fetching,
    /** An agent loads the artefact onto the device. */
    Loading,
    /** An agent reports that it cannot serve the app. Also an Event. */
    LoadFailed,
    /** An agent finishes requests it has begun and takes no new ones. */
    Draining,
    /** Every planned device has the model loaded. */
    Loaded,
    /** The agent has not reported on the app yet. */
    AgentNotReporting,
    /** Requests are served. */
    Ready,
    /** A Service of the app's name exists and is not ours. Also an Event. */
    ServiceNameConflict,
    /** What was observed keeps the objective. */
    ObservedWithinSLO,
    /** What was observed breaks the objective. */
    ObservedAboveSLO,
    /** Too little was observed; the prediction keeps the objective. */
    PredictedWithinSLO,
    /** Too little was observed; the prediction breaks the objective. */
    PredictedAboveSLO,
    /** The agent renews its Lease. Also an Event. */
    AgentReady,
    /** Event: the agent's Pod is about to be made anew or taken away; the node's apps move elsewhere before. */
    AgentRestarting,
    /** The agent has missed three heartbeats. Also an Event. */
    AgentLost,
    /** The agent is silent, as most are: planning is frozen. Also an Event. */
    AgentsSilent,
    /** No agent has registered a Lease for the node. */
    NoLease,
    /** Event on a CustomResourceDefinition: it is newer than this operator, which leaves alone what it does not know. */
    NewerCRD,
    /** Event on a CustomResourceDefinition: it is older than this operator, whose newest fields the cluster drops. */
    OlderCRD,

    // The planner's refusals.
    NoProfile,
    NoFeasibleDevice,
    NodeSelectorMismatch,
    TaintNotTolerated,
    NodeNotReady,
    NoHealthyDevice,
    InsufficientMemory,
    DeviceOverloaded,
    NodeCpuOverloaded,
    SLOViolated,
    NeighbourSLOViolated,
    TooFewReplicas,
    QuotaExceeded,
    AlgorithmLimit,
    NotConfirmedInTime;

    /** The reason for a refusal of the planner. */
    public static Reason of(RefusalReason refusal) {
        return valueOf(refusal.name());
    }
}
