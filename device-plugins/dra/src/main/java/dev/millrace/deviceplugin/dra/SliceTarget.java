package dev.millrace.deviceplugin.dra;

import dev.millrace.deviceplugin.kubelet.OfferedDevice;
import java.io.IOException;
import java.util.List;

/** Where the scheduler looks for devices. */
@FunctionalInterface
interface SliceTarget {
    /**
     * Has it show exactly these devices of this node; writes nothing where it does.
     *
     * @throws IOException where it cannot be written; to be tried again
     */
    void publish(List<OfferedDevice> devices) throws IOException;
}
