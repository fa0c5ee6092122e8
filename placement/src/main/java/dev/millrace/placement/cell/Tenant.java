package dev.millrace.placement.cell;

import dev.millrace.placement.model.App;
import dev.millrace.placement.problem.Hosting;
import dev.millrace.placement.problem.Option;
import dev.millrace.placement.problem.Problem;

/**
 * One replica in a cell.
 *
 * @param code equal for tenants that a device cannot tell apart; orders the tenants of a cell
 */
public record Tenant(long code, Option option, double share) {
    private static final int SHARE_STEPS = 1_000_000;

    /**
     * Whether taking this tenant in is at least as hard as the other: same copy, arrivals and preprocessing, at no lower
     * rate and with no looser bound.
     */
    public boolean noEasierThan(Tenant other) {
        App app = option.app();
        App that = other.option.app();
        return option.site().local() == other.option.site().local()
                && option.copyId().equals(other.option.copyId())
                && option.variantIndex() == other.option.variantIndex()
                && app.arrivals().kind() == that.arrivals().kind()
                && app.arrivals().cv2() == that.arrivals().cv2()
                && app.preprocessMs() == that.preprocessMs()
                && app.networkMs() == that.networkMs()
                && app.slo().objective() == that.slo().objective()
                && app.slo().latencyMs() <= that.slo().latencyMs()
                && app.arrivals().ratePerMs() * share >= that.arrivals().ratePerMs() * other.share;
    }

    /** The tenant that a part of a hosting is to its cell. */
    public static Tenant of(Problem problem, Hosting.Part part) {
        Option option = part.option();
        // class | device in cell (6 bits) | variant (4 bits) | share in millionths (20 bits)
        long code = problem.appClass(option.appIndex());
        code = code << 6 | option.site().local();
        code = code << 4 | option.variantIndex();
        code = code << 20 | Math.round(part.share() * SHARE_STEPS);
        return new Tenant(code, option, part.share());
    }
}
