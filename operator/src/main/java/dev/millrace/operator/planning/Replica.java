package dev.millrace.operator.planning;

import dev.millrace.placement.model.AppRef;
import dev.millrace.placement.model.Assignment;
import dev.millrace.placement.model.DeviceRef;

/** One app on one device: what an assignment is identified by. */
public record Replica(AppRef app, DeviceRef device) {
    /** The replica that the assignment is about. */
    public static Replica of(Assignment assignment) {
        return new Replica(assignment.app(), assignment.device());
    }
}
