package dev.millrace.operator.history;

import java.util.List;

/**
 * What one plan changed for one app.
 *
 * @param from devices before, as {@code node/device}; empty where it had none
 * @param to devices after
 * @param why what the planner said
 */
public record PlanChange(String namespace, String app, Kind kind, List<String> from, List<String> to, String why) {
    /** The ways a plan can change things for an app. */
    public enum Kind {
        /** It had no place and has one. */
        PLACED,
        /** It was on other devices. */
        MOVED,
        /** It had a place and has none. */
        DISPLACED,
        /** It is new, and found no place. */
        REFUSED,
        /** It was deleted. */
        REMOVED
    }

    public PlanChange {
        from = List.copyOf(from);
        to = List.copyOf(to);
    }
}
