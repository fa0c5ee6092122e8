package dev.millrace.agent.access;

import org.jspecify.annotations.Nullable;

/** Finds out who asks. Thread-safe, never blocks on the network. */
public interface Access {
    /** Asks nobody who they are. */
    Access OPEN = authorization -> Caller.ANYONE;

    /**
     * The caller behind the value of the Authorization header.
     *
     * @throws dev.millrace.agent.tensor.ServingException (unauthenticated) where it is missing or does not hold
     */
    Caller caller(@Nullable String authorization);
}
