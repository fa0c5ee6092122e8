/** The web console: what the operator knows, and what a change would do. Reads the caches and the plan; writes nothing. */
@NullMarked
package dev.millrace.operator.console;

import org.jspecify.annotations.NullMarked;
