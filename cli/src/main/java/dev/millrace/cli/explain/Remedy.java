package dev.millrace.cli.explain;

import dev.millrace.cli.report.Documents;
import dev.millrace.placement.model.AppRef;
import dev.millrace.placement.model.DeviceRef;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One change with which a refused app would fit, all else staying as it is.
 *
 * @param value the new value: requests per second, ms or priority; NaN for a device
 * @param device where it would run; null on a device that is yet to come
 * @param deviceType type of the further device; null for other changes
 * @param displaced the apps that would lose their place to it
 * @param message one sentence
 */
record Remedy(
        Kind kind,
        double value,
        @Nullable DeviceRef device,
        @Nullable String deviceType,
        List<AppRef> displaced,
        String message) {
    /** What is changed. */
    enum Kind {
        /** The app sends fewer requests. */
        Rate,
        /** The app accepts a higher latency. */
        Slo,
        /** The app takes the place of others. */
        Priority,
        /** The cluster gets one more device. */
        Device
    }

    Remedy {
        displaced = List.copyOf(displaced);
    }

    Map<String, Object> document() {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("kind", kind.name());
        switch (kind) {
            case Rate -> document.put("ratePerSecond", Documents.ratio(value));
            case Slo -> document.put("latencyMs", Documents.milliseconds(value));
            case Priority -> document.put("priority", (long) value);
            case Device -> document.put("deviceType", deviceType);
        }
        document.put("node", device == null ? null : device.node());
        document.put("device", device == null ? null : device.device());
        document.put("displaced", displaced.stream().map(AppRef::toString).toList());
        document.put("message", message);
        return document;
    }
}
