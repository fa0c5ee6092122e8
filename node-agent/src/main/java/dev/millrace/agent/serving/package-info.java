/** Apps, the replicas that serve them, and the way of one request. */
@NullMarked
package dev.millrace.agent.serving;

import org.jspecify.annotations.NullMarked;
