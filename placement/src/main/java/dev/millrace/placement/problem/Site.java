package dev.millrace.placement.problem;

import dev.millrace.placement.model.DeviceRef;
import dev.millrace.placement.model.DeviceSpec;
import dev.millrace.placement.model.Node;
import dev.millrace.queueing.model.DeviceClass;

/**
 * One device, indexed.
 *
 * @param index position among all devices in name order
 * @param node its node
 * @param nodeIndex position of the node in the snapshot
 * @param pool index of the memory it draws on: its own, or its host's
 * @param cell index of the {@link Cell} it belongs to
 * @param local position within that cell
 */
public record Site(int index, DeviceRef ref, DeviceSpec spec, Node node, int nodeIndex, int pool, int cell, int local) {

    /** Servers of the station: the cores for a CPU, else one. */
    public int servers() {
        return spec.deviceClass() == DeviceClass.CPU ? node.cores() : 1;
    }
}
