package dev.millrace.placement.model;

/** What "hosts more apps" means. Higher priority goes first in both. */
public enum Goal {
    /** In order of priority, then arrival, an app is hosted iff it and all hosted before it fit together. */
    IN_ORDER,
    /** As many apps as possible, the planner chooses which. */
    MAX_APPS
}
