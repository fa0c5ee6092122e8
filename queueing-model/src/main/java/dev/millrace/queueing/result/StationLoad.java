package dev.millrace.queueing.result;

/**
 * How busy a station is.
 *
 * @param station the device's name, or "cpu" for the node's CPU where no CPU device is declared
 * @param load work per unit time that the station cannot avoid, per server: below 1 it is stable
 * @param utilization predicted busy fraction, switching and real batch sizes included, at most 1
 * @param stable whether the load is below 1
 */
public record StationLoad(String station, double load, double utilization, boolean stable) {}
