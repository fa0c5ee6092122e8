package dev.millrace.cli.load;

import java.net.http.HttpRequest;

/**
 * One place that takes requests of an app.
 *
 * @param weight in proportion to which the app's places are drawn, positive
 */
record Target(HttpRequest request, double weight) {}
