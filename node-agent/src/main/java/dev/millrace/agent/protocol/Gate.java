package dev.millrace.agent.protocol;

import dev.millrace.agent.access.Access;
import java.util.function.BooleanSupplier;

/**
 * What both servers ask before they let a request in.
 *
 * @param ready whether the node is ready to serve
 * @param draining whether it is about to stop: connections are not kept
 * @param access who asks
 */
public record Gate(BooleanSupplier ready, BooleanSupplier draining, Access access) {}
