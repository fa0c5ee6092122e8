/** Who may use which apps. */
@NullMarked
package dev.millrace.agent.access;

import org.jspecify.annotations.NullMarked;
