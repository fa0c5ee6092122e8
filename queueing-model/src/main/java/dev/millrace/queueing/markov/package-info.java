/** Stationary vectors of finite Markov chains. */
@NullMarked
package dev.millrace.queueing.markov;

import org.jspecify.annotations.NullMarked;
