package dev.millrace.monitoring.dashboard;

/**
 * One PromQL query of a panel.
 *
 * @param legend how its series are called, with labels as {@code {{label}}}
 */
public record Query(String expr, String legend) {}
