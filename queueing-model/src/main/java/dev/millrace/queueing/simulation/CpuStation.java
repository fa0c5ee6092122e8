package dev.millrace.queueing.simulation;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The node's cores: first come first served, one core per visit. A visit is a pre-processing, after which the request
 * goes to its device, or the service of a CPU device; a request with both joins the queue twice.
 */
final class CpuStation extends Station {
    private static final double IDLE = Double.POSITIVE_INFINITY;

    private final double[] preprocessMs;
    private final @Nullable Station[] deviceOfFlow;
    private final RequestQueue queue = new RequestQueue();
    private final double[] endOfCore;
    private final double[] startOfCore;
    private final int[] visitOfCore;
    private final double[] workOfCore;
    private int busyCores;
    private double nextEnd = IDLE;
    private double busyMs;

    /**
     * A CPU station.
     *
     * @param preprocessMs by flow
     * @param deviceOfFlow where a request goes after its pre-processing: null is this station itself
     */
    CpuStation(int cores, double[] preprocessMs, @Nullable Station[] deviceOfFlow, ResponseSink[] sinks) {
        super(sinks);
        this.preprocessMs = preprocessMs;
        this.deviceOfFlow = deviceOfFlow;
        this.endOfCore = new double[cores];
        this.startOfCore = new double[cores];
        this.visitOfCore = new int[cores];
        this.workOfCore = new double[cores];
        Arrays.fill(endOfCore, IDLE);
    }

    @Override
    void arrive(double now, double start, int tag, double workMs) {
        boolean preprocess = preprocessMs[RequestTag.flow(tag)] > 0;
        join(now, start, preprocess ? preprocessVisit(tag) : deviceVisit(tag), workMs);
    }

    /** Works off every visit that ends by {@code now}; requests that are pre-processed reach their devices in order. */
    void advance(double now) {
        while (nextEnd <= now) {
            int core = 0;
            while (endOfCore[core] != nextEnd) {
                core++;
            }
            double end = nextEnd;
            double start = startOfCore[core];
            int visit = visitOfCore[core];
            double work = workOfCore[core];
            if (queue.size() > 0) {
                serve(core, end, queue.firstStart(), queue.firstTag(), queue.firstWork());
                queue.removeFirst();
            } else {
                endOfCore[core] = IDLE;
                busyCores--;
                findNextEnd();
            }
            leave(end, start, visit, work);
        }
    }

    private void leave(double end, double start, int visit, double workMs) {
        int tag = tag(visit);
        Station device = deviceOfFlow[RequestTag.flow(tag)];
        if (isDeviceVisit(visit)) {
            complete(end, start, tag);
        } else if (device == null) {
            join(end, start, deviceVisit(tag), workMs);
        } else {
            device.arrive(end, start, tag, workMs);
        }
    }

    private void join(double now, double start, int visit, double workMs) {
        if (busyCores == endOfCore.length) {
            queue.add(start, visit, workMs);
            return;
        }
        int core = 0;
        while (endOfCore[core] != IDLE) {
            core++;
        }
        busyCores++;
        serve(core, now, start, visit, workMs);
    }

    private void serve(int core, double now, double start, int visit, double workMs) {
        int flow = RequestTag.flow(tag(visit));
        double work = isDeviceVisit(visit) ? workMs : preprocessMs[flow];
        busyMs += work;
        startOfCore[core] = start;
        visitOfCore[core] = visit;
        workOfCore[core] = workMs;
        endOfCore[core] = now + work;
        findNextEnd();
    }

    private void findNextEnd() {
        double least = IDLE;
        for (double end : endOfCore) {
            least = Math.min(least, end);
        }
        nextEnd = least;
    }

    private static int preprocessVisit(int tag) {
        return tag << 1;
    }

    private static int deviceVisit(int tag) {
        return tag << 1 | 1;
    }

    private static boolean isDeviceVisit(int visit) {
        return (visit & 1) != 0;
    }

    private static int tag(int visit) {
        return visit >> 1;
    }

    @Override
    double busyMs() {
        return busyMs;
    }
}
