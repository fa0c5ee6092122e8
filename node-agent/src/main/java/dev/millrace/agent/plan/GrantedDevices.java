package dev.millrace.agent.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What device plugins tell a container of the devices that the kubelet gave it, in its environment. */
public final class GrantedDevices {
    /** Of Millrace's plugin for EdgeTPUs, as {@code ID=TYPE,…}. */
    static final String EDGETPU = "MILLRACE_EDGETPU_DEVICES";

    /** Of Millrace's plugin for the GPU of a Jetson, likewise. */
    static final String GPU = "MILLRACE_GPU_DEVICES";

    /** Of NVIDIA's plugin, as UUIDs or numbers; of images with CUDA, a word such as all, none or void. */
    static final String NVIDIA = "NVIDIA_VISIBLE_DEVICES";

    private static final Pattern NVIDIA_DEVICE = Pattern.compile("(GPU|MIG)-.+|[0-9]+");

    private GrantedDevices() {}

    /** One device flag for each EdgeTPU and each GPU of Millrace's plugins, in the order given. */
    public static List<String> ofMillrace(Map<String, String> environment) {
        return Stream.concat(
                        flags("edgetpu-", environment.getOrDefault(EDGETPU, "")).stream(),
                        flags("gpu-", environment.getOrDefault(GPU, "")).stream())
                .toList();
    }

    /**
     * One device flag for each GPU, in CUDA's order, which is that of the variables.
     *
     * @param nvidiaType type of those of NVIDIA's plugin, which tells none, and options of a device flag
     */
    public static List<String> gpus(Map<String, String> environment, String nvidiaType) {
        List<String> ofMillrace = flags("gpu-", environment.getOrDefault(GPU, ""));
        if (!ofMillrace.isEmpty()) {
            return ofMillrace;
        }
        List<String> ofNvidia = Stream.of(environment.getOrDefault(NVIDIA, "").split(","))
                .filter(device -> NVIDIA_DEVICE.matcher(device).matches())
                .map(device -> device + "=" + nvidiaType)
                .toList();
        return named("gpu-", ofNvidia);
    }

    private static List<String> flags(String prefix, String granted) {
        return granted.isBlank() ? List.of() : named(prefix, List.of(granted.split(",")));
    }

    private static List<String> named(String prefix, List<String> devices) {
        List<String> flags = new ArrayList<>();
        for (String device : devices) {
            flags.add(prefix + flags.size() + device.substring(device.indexOf('=')));
        }
        return flags;
    }
}
