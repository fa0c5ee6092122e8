/** {@code millrace plan}: its options, what a plan changes, and how nodes are printed. */
@NullMarked
package dev.millrace.cli.plan;

import org.jspecify.annotations.NullMarked;
