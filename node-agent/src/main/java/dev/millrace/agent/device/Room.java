package dev.millrace.agent.device;

/**
 * How many requests may wait at a device; beyond, those of least priority are refused.
 *
 * @param perCopy for one copy: an app that floods its own line leaves the others theirs
 * @param perDevice over all copies
 */
public record Room(int perCopy, int perDevice) {
    /** Everything waits. */
    public static final Room ENDLESS = new Room(Integer.MAX_VALUE, Integer.MAX_VALUE);

    private static final int COPIES = 4;

    /** That many for a copy, and four times as many for the device. */
    public static Room perCopy(int jobs) {
        return new Room(jobs, (int) Math.min(Integer.MAX_VALUE, (long) COPIES * jobs));
    }
}
