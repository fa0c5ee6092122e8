/** The live table: {@code millrace top}. */
@NullMarked
package dev.millrace.cli.top;

import org.jspecify.annotations.NullMarked;
