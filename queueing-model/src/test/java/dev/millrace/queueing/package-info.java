@NullMarked
package dev.millrace.queueing;

import org.jspecify.annotations.NullMarked;
