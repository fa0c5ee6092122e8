package dev.millrace.queueing.truth;

import dev.millrace.queueing.model.Copy;

/**
 * One request on its way.
 *
 * @param stream index of its stream
 * @param arrivedMs when it reached the node
 * @param deadlineMs when it should be done at the device
 * @param copy who serves it at the device
 * @param recorded whether its response time counts
 */
record Request(int stream, double arrivedMs, double deadlineMs, Copy copy, boolean recorded) {}
