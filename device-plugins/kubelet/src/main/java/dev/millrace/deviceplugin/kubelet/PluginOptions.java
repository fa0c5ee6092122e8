package dev.millrace.deviceplugin.kubelet;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a plugin runs.
 *
 * @param resourceName what Pods request, such as {@code millrace.dev/edgetpu}
 * @param socketName of its socket in the folder of the kubelet
 * @param environmentName of the variable that tells a container its devices, as {@code ID=TYPE,…}
 * @param folder the kubelet's folder of device plugins
 * @param every how often devices are looked for
 * @param looks how many looks in a row a loss or a change of health must last
 * @param movedLooks how many looks a device is unhealthy once its device nodes have changed
 * @param cdiFolder where a CDI specification is written; null: the kubelet is told the device nodes instead
 */
public record PluginOptions(
        String resourceName,
        String socketName,
        String environmentName,
        Path folder,
        Duration every,
        int looks,
        int movedLooks,
        @Nullable Path cdiFolder) {}
