/**
 * Deciding on an immutable view of the cluster and stepping from what runs to what was decided. No API client in here: the
 * view comes in as values and the result goes out as values.
 */
@NullMarked
package dev.millrace.operator.planning;

import org.jspecify.annotations.NullMarked;
