package dev.millrace.queueing.simulation;

import java.util.SplittableRandom;

/**
 * GPU whose busy copies share it equally, each serving its own queue in order of arrival, in batches.
 *
 * <p>By virtual time: X grows at 1/(number of busy copies), so the batch of a copy that starts at X ends at X + its
 * work, whatever the others do; the next completion is the least of these, and no other copy needs an update.
 */
final class GpuStation extends Station {
    private final int[] copyOfFlow;
    private final Sampler[][] batchServices;
    private final RequestQueue[] queues;
    private final int[] inFlight;
    private final double[] endX;
    private final SplittableRandom random;
    private int busyCopies;

    /** The copy whose batch ends next. */
    private int first;

    private double now;
    private double x;
    private double busyMs;

    GpuStation(DeviceSetup setup, ResponseSink[] sinks, SplittableRandom random) {
        super(sinks);
        this.copyOfFlow = setup.copyOfFlow();
        this.batchServices = setup.batchServices();
        this.queues = setup.queues();
        this.inFlight = new int[queues.length];
        this.endX = new double[queues.length];
        this.random = random;
        java.util.Arrays.fill(endX, Double.POSITIVE_INFINITY);
    }

    @Override
    void arrive(double time, double start, int tag, double workMs) {
        advance(time);
        int copy = copyOfFlow[RequestTag.flow(tag)];
        queues[copy].add(start, tag, workMs);
        if (inFlight[copy] == 0) {
            busyCopies++;
            startBatch(copy);
            first = endX[copy] < endX[first] ? copy : first;
        }
    }

    private void advance(double time) {
        while (busyCopies > 0) {
            double end = now + (endX[first] - x) * busyCopies;
            if (end > time) {
                busyMs += time - now;
                x += (time - now) / busyCopies;
                break;
            }
            busyMs += end - now;
            now = end;
            x = endX[first];
            finishBatch(first);
        }
        if (busyCopies == 0) {
            // Starting anew from 0 keeps the virtual time exact in a long run.
            x = 0;
        }
        now = time;
    }

    private void finishBatch(int copy) {
        RequestQueue queue = queues[copy];
        for (int i = inFlight[copy]; i > 0; i--) {
            complete(now, queue.firstStart(), queue.firstTag());
            queue.removeFirst();
        }
        if (queue.size() > 0) {
            startBatch(copy);
        } else {
            inFlight[copy] = 0;
            endX[copy] = Double.POSITIVE_INFINITY;
            busyCopies--;
        }
        first = 0;
        for (int other = 1; other < endX.length; other++) {
            if (endX[other] < endX[first]) {
                first = other;
            }
        }
    }

    private void startBatch(int copy) {
        int batch = Math.min(queues[copy].size(), batchServices[copy].length);
        inFlight[copy] = batch;
        double alone = queues[copy].firstWork();
        endX[copy] = x + (batch == 1 && !Double.isNaN(alone) ? alone : batchServices[copy][batch - 1].sample(random));
    }

    @Override
    double busyMs() {
        return busyMs;
    }
}
