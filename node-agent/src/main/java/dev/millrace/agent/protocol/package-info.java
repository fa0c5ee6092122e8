/** What both wire protocols share. */
@NullMarked
package dev.millrace.agent.protocol;

import org.jspecify.annotations.NullMarked;
