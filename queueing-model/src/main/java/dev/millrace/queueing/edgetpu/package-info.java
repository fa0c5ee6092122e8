/** EdgeTPU in order of arrival with switch times and co-resident sets, Poisson arrivals. */
@NullMarked
package dev.millrace.queueing.edgetpu;

import org.jspecify.annotations.NullMarked;
