/** The operator as a process: command line, cluster access, start and stop. */
@NullMarked
package dev.millrace.operator;

import org.jspecify.annotations.NullMarked;
