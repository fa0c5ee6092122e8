package dev.millrace.operator.controller;

/** Another operator, installed elsewhere, runs in this cluster. */
public final class SecondInstallException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    SecondInstallException(String lease, String holder) {
        super("another Millrace operator runs in this cluster: Lease " + lease + " is held by " + holder
                + ". There can be one install a cluster: remove the other, or scale it to zero and wait until its Lease"
                + " has expired");
    }
}
