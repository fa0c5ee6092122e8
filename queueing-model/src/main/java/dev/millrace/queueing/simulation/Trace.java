package dev.millrace.queueing.simulation;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;

/**
 * What a node has seen: when requests arrived, and how long executions took.
 *
 * @param arrivals in any order
 * @param services in the order in which each copy began them
 */
public record Trace(List<Arrival> arrivals, List<Service> services) {
    /**
     * A request that reached the node.
     *
     * @param timeMs since any fixed moment
     * @param stream id of its stream
     * @param device that it was drawn for
     */
    public record Arrival(double timeMs, String stream, String device) {}

    /**
     * An execution: of one request, or of a batch.
     *
     * @param device where it ran
     * @param copy id of the copy
     * @param timeMs how long it took, or would have taken alone; switching not included
     */
    public record Service(String device, String copy, double timeMs) {}

    /** Copies the lists. */
    public Trace {
        arrivals = List.copyOf(arrivals);
        services = List.copyOf(services);
    }

    /** Recorded times by device and copy. */
    Map<String, Map<String, double[]>> timesByCopy() {
        Map<String, Map<String, DoubleStream.Builder>> builders = new HashMap<>();
        for (Service service : services) {
            builders.computeIfAbsent(service.device(), device -> new HashMap<>())
                    .computeIfAbsent(service.copy(), copy -> DoubleStream.builder())
                    .add(service.timeMs());
        }
        Map<String, Map<String, double[]>> times = new HashMap<>();
        builders.forEach((device, copies) -> {
            Map<String, double[]> own = new HashMap<>();
            copies.forEach((copy, values) -> own.put(copy, values.build().toArray()));
            times.put(device, own);
        });
        return times;
    }
}
