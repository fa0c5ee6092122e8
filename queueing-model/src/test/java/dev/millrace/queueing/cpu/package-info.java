@NullMarked
package dev.millrace.queueing.cpu;

import org.jspecify.annotations.NullMarked;
