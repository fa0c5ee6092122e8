package dev.millrace.operator.console;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What would happen if those apps were applied. Times in milliseconds.
 *
 * @param problems what is wrong with the input, one line each; then nothing else is said
 * @param asked what would become of each app that was asked about
 * @param others every other app that the change would touch: on a device it uses, moved, or displaced
 * @param devices devices whose load would change
 */
public record WhatIfDocument(
        List<String> problems, List<Asked> asked, List<Effect> others, List<DeviceEffect> devices) {

    static WhatIfDocument bad(List<String> problems) {
        return new WhatIfDocument(problems, List.of(), List.of(), List.of());
    }

    /**
     * An app that was asked about.
     *
     * @param candidates the devices that came closest, with what spoke against each; empty where it is placed
     */
    public record Asked(Effect effect, String reason, String message, List<String> candidates) {}

    /**
     * An app before and after.
     *
     * @param beforeMs predicted value of its objective's statistic; null where it has no place, or no bound
     * @param from devices before
     * @param to devices after
     * @param met whether its objective would hold
     */
    public record Effect(
            String namespace,
            String name,
            String objective,
            double boundMs,
            @Nullable Double beforeMs,
            @Nullable Double afterMs,
            @Nullable Double p95BeforeMs,
            @Nullable Double p95AfterMs,
            List<String> from,
            List<String> to,
            boolean placed,
            boolean met) {}

    /** A device before and after; null where nothing is placed. */
    public record DeviceEffect(
            String node,
            String device,
            @Nullable Double utilizationBefore,
            @Nullable Double utilizationAfter) {}
}
