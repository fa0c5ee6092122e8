/** Why an app is where it is, or why it was refused. */
@NullMarked
package dev.millrace.cli.explain;

import org.jspecify.annotations.NullMarked;
