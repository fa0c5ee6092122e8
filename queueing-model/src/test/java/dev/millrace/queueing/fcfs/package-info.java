@NullMarked
package dev.millrace.queueing.fcfs;

import org.jspecify.annotations.NullMarked;
