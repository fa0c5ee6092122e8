/** The placement problem and its answer as immutable values: a snapshot of a cluster in, a plan out. */
@NullMarked
package dev.millrace.placement.model;

import org.jspecify.annotations.NullMarked;
