package dev.millrace.agent.model;

/** Hosts that are this machine by their spelling alone. */
final class Loopback {
    private Loopback() {}

    static boolean host(String host) {
        return host.equals("localhost") || host.startsWith("127.") || host.equals("[::1]");
    }
}
