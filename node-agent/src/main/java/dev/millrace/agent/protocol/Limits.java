package dev.millrace.agent.protocol;

/**
 * What a request may ask of the agent's memory.
 *
 * @param maxRequestBytes largest body (REST) or message (gRPC) that is taken
 * @param maxTensorBytes largest input tensor in raw form; JSON can be smaller than what it stands for
 * @param maxStrings most elements of an input of datatype BYTES
 * @param maxHeldBytes most bytes of bodies that are held at once, over all requests
 */
public record Limits(int maxRequestBytes, int maxTensorBytes, int maxStrings, long maxHeldBytes) {
    private static final int DEFAULT_STRINGS = 1 << 20;
    private static final int BODIES_HELD = 4;

    /** Limits that follow from the largest body: a tensor is no larger, and a few such bodies are held at once. */
    public static Limits ofBodies(int maxRequestBytes) {
        return new Limits(
                maxRequestBytes,
                maxRequestBytes,
                Math.min(DEFAULT_STRINGS, maxRequestBytes),
                (long) BODIES_HELD * maxRequestBytes);
    }
}
