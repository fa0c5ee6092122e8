/** Laplace-Stieltjes transforms of non-negative times and their numerical inversion. */
@NullMarked
package dev.millrace.queueing.transform;

import org.jspecify.annotations.NullMarked;
