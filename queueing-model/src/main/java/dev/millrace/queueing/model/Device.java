package dev.millrace.queueing.model;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * One accelerator, or the node's CPU.
 *
 * @param name unique on its node
 * @param deviceClass how it serves
 * @param discipline order of service on an EdgeTPU; ignored elsewhere
 * @param copies loaded artefacts, ids unique
 */
public record Device(String name, DeviceClass deviceClass, Discipline discipline, List<Copy> copies) {
    /** Validates the components and copies the list. */
    public Device {
        Require.notBlank("name", name);
        copies = List.copyOf(copies);
        Set<String> ids = new HashSet<>();
        for (Copy copy : copies) {
            if (!ids.add(copy.id())) {
                throw new IllegalArgumentException("copies of device " + name + " hold id " + copy.id() + " twice");
            }
        }
    }

    /**
     * The copy of that id.
     *
     * @throws IllegalArgumentException if there is none
     */
    public Copy copy(String id) {
        for (Copy copy : copies) {
            if (copy.id().equals(id)) {
                return copy;
            }
        }
        throw new IllegalArgumentException("copy " + id + " is not on device " + name);
    }
}
