package dev.millrace.cli.explain;

import dev.millrace.placement.model.AppRef;
import dev.millrace.placement.model.Candidate;
import dev.millrace.placement.model.DeviceRef;
import dev.millrace.placement.model.RefusalReason;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * What would come of an app on one device, all other apps staying where they are.
 *
 * @param variant the variant that would run there; empty where none can
 * @param reason what speaks against it; null where it fits
 * @param message one sentence
 * @param harmed the other app whose objective would break, if that is the reason
 * @param predicted the value compared: ms, load (1 = all its time) or bytes; NaN where there is no number
 * @param bound its bound in the same unit; NaN where there is none
 */
record Verdict(
        DeviceRef device,
        String variant,
        @Nullable RefusalReason reason,
        String message,
        @Nullable AppRef harmed,
        double predicted,
        double bound) {
    /** Fitting first, then by how far the bound is exceeded, then those without a number. */
    static final Comparator<Verdict> NEAREST_FIRST = Comparator.comparing((Verdict verdict) -> !verdict.fits())
            .thenComparing(Verdict::excess)
            .thenComparing(Verdict::device)
            .thenComparing(Verdict::variant);

    boolean fits() {
        return reason == null;
    }

    private double excess() {
        return Double.isNaN(predicted) || !(bound > 0) ? Double.POSITIVE_INFINITY : predicted / bound;
    }

    static Verdict of(Candidate candidate) {
        return new Verdict(
                candidate.device(),
                candidate.variant(),
                candidate.reason(),
                candidate.message(),
                candidate.harmed(),
                candidate.predictedMs(),
                candidate.boundMs());
    }

    static Verdict against(DeviceRef device, String variant, RefusalReason reason, String message) {
        return new Verdict(device, variant, reason, message, null, Double.NaN, Double.NaN);
    }
}
