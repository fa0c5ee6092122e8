/** The node agent: one process that owns the accelerators of a node and serves every app placed there. */
@NullMarked
package dev.millrace.agent;

import org.jspecify.annotations.NullMarked;
