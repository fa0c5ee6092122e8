/** The last plans and what each changed. */
@NullMarked
package dev.millrace.operator.history;

import org.jspecify.annotations.NullMarked;
