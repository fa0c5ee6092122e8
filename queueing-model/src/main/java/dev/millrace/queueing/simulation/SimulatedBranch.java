package dev.millrace.queueing.simulation;

import dev.millrace.queueing.result.ResponseSummary;

/**
 * Simulated figures of one branch.
 *
 * @param stream id of the stream
 * @param device name of the device
 * @param requests recorded requests
 * @param summary mean and percentiles in ms
 * @param halfWidth95 half-widths of their 95 % confidence intervals in ms (batch means)
 */
public record SimulatedBranch(
        String stream, String device, long requests, ResponseSummary summary, ResponseSummary halfWidth95) {}
