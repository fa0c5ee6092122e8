package dev.millrace.agent.protocol;

/** @param maxRequestBytes largest body (REST) or message (gRPC) that is taken */
public record Limits(int maxRequestBytes) {
    public static final Limits DEFAULT = new Limits(64 * 1024 * 1024);
}
