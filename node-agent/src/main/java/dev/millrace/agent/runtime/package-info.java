/** Port to the libraries that execute models. */
@NullMarked
package dev.millrace.agent.runtime;

import org.jspecify.annotations.NullMarked;
