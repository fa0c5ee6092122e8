package dev.millrace.cli.load;

/**
 * One place that takes requests of an app.
 *
 * @param weight in proportion to which the app's places are drawn, positive
 */
record Target(InferenceCall request, double weight) {}
