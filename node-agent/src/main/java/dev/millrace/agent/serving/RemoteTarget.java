package dev.millrace.agent.serving;

/** The agent of another node that serves a part of an app's requests. A port of 0 is not served. */
public record RemoteTarget(String node, String address, int httpPort, int grpcPort, double share) {}
