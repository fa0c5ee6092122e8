package dev.millrace.agent.plan;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a device plugin tells a container of the devices that the kubelet gave it. */
public final class GrantedDevices {
    /** Environment variable with the EdgeTPUs, as {@code ID=TYPE,…}. */
    public static final String EDGETPU = "MILLRACE_EDGETPU_DEVICES";

    private GrantedDevices() {}

    /**
     * One device flag for each, named edgetpu-0, edgetpu-1… in the order given.
     *
     * @param granted value of the variable; null or empty: none
     */
    public static List<String> asFlags(@Nullable String granted) {
        List<String> flags = new ArrayList<>();
        if (granted != null && !granted.isBlank()) {
            for (String device : granted.split(",")) {
                flags.add("edgetpu-" + flags.size() + device.substring(device.indexOf('=')));
            }
        }
        return flags;
    }
}
