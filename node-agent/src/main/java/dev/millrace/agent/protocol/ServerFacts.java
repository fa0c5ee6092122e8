package dev.millrace.agent.protocol;

import java.util.List;

/** What the server says about itself. */
public final class ServerFacts {
    public static final String NAME = "millrace-agent";
    public static final String MODEL_VERSION = "1";
    public static final List<String> EXTENSIONS =
            List.of("binary_tensor_data", "model_configuration", "model_repository", "schedule_policy", "statistics");

    /** Marks a request that another agent sent on: it is served where it arrives. HTTP header and gRPC metadata. */
    public static final String FORWARDED = "millrace-forwarded";

    private ServerFacts() {}

    /** Version of the agent, {@code development} where it runs from classes. */
    public static String version() {
        String version = ServerFacts.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }

    /** Whether a request may ask for that version of a model: there is one, and naming none means it. */
    public static boolean servesVersion(String version) {
        return version.isEmpty() || version.equals(MODEL_VERSION);
    }
}
