@NullMarked
package dev.millrace.queueing.gpu;

import org.jspecify.annotations.NullMarked;
