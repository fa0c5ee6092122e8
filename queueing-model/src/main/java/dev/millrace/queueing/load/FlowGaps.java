package dev.millrace.queueing.load;

import dev.millrace.queueing.model.Flow;
import org.apache.commons.math3.special.Gamma;

/**
 * Times between the arrivals of one flow, as a Gamma renewal process; thinning by a share p turns the squared coefficient
 * of variation c into p c + 1 - p.
 *
 * @param meanMs mean gap
 * @param cv2 its squared coefficient of variation; 0: periodic
 */
record FlowGaps(double meanMs, double cv2) {
    static FlowGaps of(Flow flow) {
        double share = flow.branch().share();
        return new FlowGaps(
                1 / flow.ratePerMs(), share * flow.stream().arrivals().cv2() + 1 - share);
    }

    boolean isPeriodic() {
        return cv2 == 0;
    }

    /** P(gap &gt; x). */
    double survival(double x) {
        if (cv2 == 0) {
            return x < meanMs ? 1 : 0;
        }
        return cv2 == 1 ? Math.exp(-x / meanMs) : Gamma.regularizedGammaQ(1 / cv2, x / (meanMs * cv2));
    }

    /** P(no arrival within x of an arbitrary instant). */
    double equilibriumSurvival(double x) {
        if (cv2 == 0) {
            return Math.max(0, 1 - x / meanMs);
        }
        if (cv2 == 1) {
            return Math.exp(-x / meanMs);
        }
        double scaled = x / (meanMs * cv2);
        double longer = Gamma.regularizedGammaQ(1 / cv2, scaled);
        return Math.max(0, Gamma.regularizedGammaQ(1 / cv2 + 1, scaled) - x / meanMs * longer);
    }
}
