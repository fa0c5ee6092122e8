/** Measures what a model costs on a device of this machine. */
@NullMarked
package dev.millrace.agent.profile;

import org.jspecify.annotations.NullMarked;
