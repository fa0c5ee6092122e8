package dev.millrace.queueing.sensitivity;

import org.jspecify.annotations.Nullable;

/**
 * What more requests of one stream do to a 95th percentile.
 *
 * @param stream whose rate grows by a tenth
 * @param p95ChangeMs change of the percentile in ms; null: a station on the way would be overloaded
 */
public record RateEffect(String stream, @Nullable Double p95ChangeMs) {}
