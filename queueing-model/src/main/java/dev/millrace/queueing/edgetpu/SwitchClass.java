package dev.millrace.queueing.edgetpu;

import dev.millrace.queueing.transform.ServiceMix;

/**
 * Requests among which no switch happens: those of one copy, or of all copies whose switch costs nothing.
 *
 * @param work rates and service times
 * @param switchMs extra time of a request that follows one of another class
 */
public record SwitchClass(ServiceMix work, double switchMs) {}
