/** Certificates of the agent and of those it trusts. */
@NullMarked
package dev.millrace.agent.protocol.tls;

import org.jspecify.annotations.NullMarked;
