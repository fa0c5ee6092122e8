/** Decides which app runs on which device so that every objective holds in prediction. */
@NullMarked
package dev.millrace.placement;

import org.jspecify.annotations.NullMarked;
