package dev.millrace.placement.cell;

import dev.millrace.placement.model.RefusalReason;

/**
 * One bound that a content breaks.
 *
 * @param reason DeviceOverloaded, NodeCpuOverloaded or SLOViolated
 * @param device position of the device in the cell, -1 for the node's CPU
 * @param tenant position of the tenant whose objective breaks, -1 for an overload
 * @param valueMs predicted value of the objective where it was at hand; NaN where it was not worked out
 */
public record Violation(RefusalReason reason, int device, int tenant, double valueMs) {}
