package dev.millrace.deviceplugin.kubelet;

import java.io.IOException;
import java.util.List;

/** Looks for devices. */
@FunctionalInterface
public interface DeviceSource {
    /** The devices that are there now, the one to be given away first first. */
    List<OfferedDevice> find() throws IOException;
}
