package dev.millrace.operator.controller;

import dev.millrace.operator.inferencenode.MirroredLabels;

/** Under which name the operator applies. */
public final class FieldManager {
    /** The field manager of everything the operator writes. */
    public static final String NAME = "millrace-operator";

    /** The labels written under that name. */
    static final MirroredLabels LABELS = new MirroredLabels(NAME);

    private FieldManager() {}
}
