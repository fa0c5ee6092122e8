/** GPU shared by head-of-line processor sharing, and a batching GPU copy alone. */
@NullMarked
package dev.millrace.queueing.gpu;

import org.jspecify.annotations.NullMarked;
