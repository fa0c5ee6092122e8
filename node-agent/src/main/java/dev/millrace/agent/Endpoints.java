package dev.millrace.agent;

/**
 * Where an agent listens.
 *
 * @param host address it is bound to
 */
public record Endpoints(String host, int httpPort, int grpcPort, int metricsPort) {
    /** The line that says the agent serves: one JSON object. */
    String readyLine(String node) {
        return "{\"event\":\"ready\",\"node\":\"" + node + "\",\"http\":\"" + host + ":" + httpPort + "\",\"grpc\":\""
                + host + ":" + grpcPort + "\",\"metrics\":\"" + host + ":" + metricsPort + "\"}";
    }
}
