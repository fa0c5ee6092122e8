package dev.millrace.placement.model;

import dev.millrace.queueing.model.DeviceClass;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * One artefact of a model, for one class of device.
 *
 * @param artefact digest, or URI where there is none; equal artefacts of Shared apps on one device are one copy
 * @param profiles costs by device type; a type without an entry cannot host the variant
 */
public record Variant(String name, DeviceClass deviceClass, String artefact, Map<String, Profile> profiles) {
    public Variant {
        Require.text("name", name);
        Require.text("artefact", artefact);
        profiles = Collections.unmodifiableMap(new TreeMap<>(profiles));
    }
}
