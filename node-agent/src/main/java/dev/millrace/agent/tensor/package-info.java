/** Tensors, requests and responses as the agent sees them, apart from any wire format. */
@NullMarked
package dev.millrace.agent.tensor;

import org.jspecify.annotations.NullMarked;
