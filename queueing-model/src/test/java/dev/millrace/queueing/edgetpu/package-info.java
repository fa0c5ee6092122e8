@NullMarked
package dev.millrace.queueing.edgetpu;

import org.jspecify.annotations.NullMarked;
