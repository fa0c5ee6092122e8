package dev.millrace.agent;

import dev.millrace.agent.access.Access;
import dev.millrace.agent.protocol.tls.Tls;
import org.jspecify.annotations.Nullable;

/**
 * How the agent's servers are guarded.
 *
 * @param tls certificates; null for in the clear
 * @param access who may ask
 */
public record Security(@Nullable Tls tls, Access access) implements AutoCloseable {
    /** Neither: for what never leaves the machine. */
    public static final Security NONE = new Security(null, Access.OPEN);

    @Override
    public void close() {
        if (tls != null) {
            tls.close();
        }
    }
}
