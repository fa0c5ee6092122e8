/** Conditions, reasons and how they change. Pure: nothing here talks to an API server. */
@NullMarked
package dev.millrace.operator.condition;

import org.jspecify.annotations.NullMarked;
