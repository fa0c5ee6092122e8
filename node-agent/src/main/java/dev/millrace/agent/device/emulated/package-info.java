/** Execution replaced by waits drawn from a model profile. */
@NullMarked
package dev.millrace.agent.device.emulated;

import org.jspecify.annotations.NullMarked;
