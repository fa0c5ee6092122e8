@NullMarked
package dev.millrace.queueing.simulation;

import org.jspecify.annotations.NullMarked;
