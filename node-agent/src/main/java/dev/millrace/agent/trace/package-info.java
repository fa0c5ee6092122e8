/** What a node has seen, written down to be replayed through the simulator. */
@NullMarked
package dev.millrace.agent.trace;

import org.jspecify.annotations.NullMarked;
