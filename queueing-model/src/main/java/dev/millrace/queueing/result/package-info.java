/** What a predictor or the simulator answers: response-time distributions, loads and utilisations. */
@NullMarked
package dev.millrace.queueing.result;

import org.jspecify.annotations.NullMarked;
