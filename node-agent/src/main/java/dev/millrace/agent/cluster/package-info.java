/** The agent's dealings with the API server: what it watches, and the Lease that says it is alive. */
@NullMarked
package dev.millrace.agent.cluster;

import org.jspecify.annotations.NullMarked;
