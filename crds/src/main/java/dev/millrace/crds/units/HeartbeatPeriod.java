package dev.millrace.crds.units;

import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How often a node's agent renews its Lease. The operator says so in an annotation of the InferenceNode, as only it knows how
 * many agents there are; an agent that finds none renews at the {@link #USUAL} period.
 */
public final class HeartbeatPeriod {
    /** Annotation of an InferenceNode: a duration in whole seconds, such as {@code 10s}. */
    public static final String ANNOTATION = "millrace.dev/heartbeat";

    /** In a cluster of ordinary size. */
    public static final Duration USUAL = Duration.ofSeconds(2);

    /** In a large cluster, so that Leases do not become most of what its API server writes. */
    public static final Duration LARGE = Duration.ofSeconds(10);

    /** A Lease holds for this many periods. */
    public static final int MISSED = 3;

    private HeartbeatPeriod() {}

    /**
     * The period that the annotations of an InferenceNode ask for; {@link #USUAL} where they ask for none, or for one outside
     * 1 s to 60 s.
     *
     * @param annotations null where the object has none
     */
    public static Duration of(@Nullable Map<String, String> annotations) {
        String text = annotations == null ? null : annotations.get(ANNOTATION);
        if (text == null || !text.matches("[1-9][0-9]?s")) {
            return USUAL;
        }
        Duration asked = Duration.ofSeconds(Long.parseLong(text.substring(0, text.length() - 1)));
        return asked.compareTo(Duration.ofSeconds(60)) > 0 ? USUAL : asked;
    }

    /** The annotation's value for that period. */
    public static String text(Duration period) {
        return period.toSeconds() + "s";
    }
}
