/** The node in operation: devices, copies being loaded and retired, and the plan they follow. */
@NullMarked
package dev.millrace.agent.node;

import org.jspecify.annotations.NullMarked;
