package dev.millrace.placement;

import dev.millrace.placement.model.DeviceRef;
import dev.millrace.queueing.model.Discipline;

/**
 * How busy one station is.
 *
 * @param device the device; named {@code cpu} for a node's CPU where no CPU device is declared
 * @param load work it cannot avoid per unit time, 1 = all its time (a CPU: of all its cores)
 * @param utilization predicted busy fraction, switching and real batch sizes included
 * @param stable whether load &lt; 1
 */
public record DeviceLoad(DeviceRef device, Discipline discipline, double load, double utilization, boolean stable) {}
