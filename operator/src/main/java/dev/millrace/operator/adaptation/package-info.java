/**
 * What the operator learns from what agents observe and measure: traffic that exceeds its contract, service times that left
 * their profile, models that have none. Pure: figures in, figures and objects out; nothing here talks to an API server.
 */
@NullMarked
package dev.millrace.operator.adaptation;

import org.jspecify.annotations.NullMarked;
