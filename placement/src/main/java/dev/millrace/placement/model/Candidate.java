package dev.millrace.placement.model;

import org.jspecify.annotations.Nullable;

/**
 * A device that was considered for a refused app, and what spoke against it.
 *
 * @param variant the variant that would have run there, or an empty string where none can
 * @param message one sentence in plain English
 * @param harmed the hosted app whose objective would break, if that is the reason
 * @param predictedMs the value that breaks the bound: milliseconds for objectives, load (1 = one device's time) for overload,
 *     bytes for memory; NaN where there is no number
 * @param boundMs the bound in the same unit; NaN where there is none
 */
public record Candidate(
        DeviceRef device,
        String variant,
        RefusalReason reason,
        String message,
        @Nullable AppRef harmed,
        double predictedMs,
        double boundMs) {}
