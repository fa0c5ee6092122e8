package dev.millrace.queueing.transform;

/** A step of a distribution function: probability {@code mass} of exactly {@code ms}. */
public record Atom(double ms, double mass) {}
