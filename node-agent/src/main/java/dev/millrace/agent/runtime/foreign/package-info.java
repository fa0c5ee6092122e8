/** Native libraries: unpacking, loading and calling them. */
@NullMarked
package dev.millrace.agent.runtime.foreign;

import org.jspecify.annotations.NullMarked;
