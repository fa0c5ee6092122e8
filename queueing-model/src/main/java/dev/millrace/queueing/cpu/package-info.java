/** Multi-server stations in order of arrival. */
@NullMarked
package dev.millrace.queueing.cpu;

import org.jspecify.annotations.NullMarked;
