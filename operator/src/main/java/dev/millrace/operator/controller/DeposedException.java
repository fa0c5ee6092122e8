package dev.millrace.operator.controller;

/** This process may no longer write: its Lease has run out, or another process leads. */
public final class DeposedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    DeposedException() {
        super("not the leader any more: nothing is written");
    }
}
