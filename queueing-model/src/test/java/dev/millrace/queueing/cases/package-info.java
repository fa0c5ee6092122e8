/** Prediction cases with known truth, and the comparison with it. */
@NullMarked
package dev.millrace.queueing.cases;

import org.jspecify.annotations.NullMarked;
