package dev.millrace.cli.report;

/**
 * Why an app has no place.
 *
 * @param code documented CamelCase code, as in conditions and events
 * @param message a sentence for people
 */
public record Reason(String code, String message) {}
