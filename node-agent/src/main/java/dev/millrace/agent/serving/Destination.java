package dev.millrace.agent.serving;

/** Where one request goes. */
public sealed interface Destination {
    /** Served here; the slot is held and has to be released. */
    record Local(ServedApp app, Replica replica) implements Destination {}

    /** Forwarded to the agent of another node. */
    record Remote(ServedApp app, RemoteTarget target) implements Destination {}
}
