package dev.millrace.queueing.simulation;

import dev.millrace.queueing.model.Branch;
import dev.millrace.queueing.model.NodeModel;
import dev.millrace.queueing.model.Stream;
import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a node agent writes with {@code --record-trace}: lines of fields parted by tabs. {@code node}, its name;
 * {@code arrival}, ms, app, device, copy; {@code service}, copy, size of the batch, ms;
 * {@code response}, app, device, ms, which is passed over. The agent's names of copies are its
 * own: an arrival says which app and device one belongs to.
 */
public final class TraceText {
    private record Arrival(double timeMs, String app, String device, String copy) {}

    private record Service(String copy, double timeMs) {}

    private final List<Arrival> arrivals = new ArrayList<>();
    private final List<Service> services = new ArrayList<>();
    private String node = "";

    private TraceText() {}

    /**
     * Reads a trace whole.
     *
     * @throws IllegalArgumentException naming the first line that is not of this form; a last line cut short is passed over
     */
    public static TraceText read(BufferedReader in) throws IOException {
        TraceText text = new TraceText();
        int number = 1;
        String line = in.readLine();
        while (line != null) {
            String next = in.readLine();
            try {
                text.take(line.split("\t", -1));
            } catch (IllegalArgumentException e) {
                if (next != null || number == 1) {
                    throw new IllegalArgumentException(
                            "line " + number + ": '" + line + "' is neither a node nor an arrival nor a service", e);
                }
            }
            line = next;
            number++;
        }
        return text;
    }

    /** Name of the node that wrote it; empty where it is not said. */
    public String node() {
        return node;
    }

    /** The trace in the terms of that node's model; what the model does not have is left out. */
    public Trace of(NodeModel model) {
        Map<String, Trace.Service> copies = new HashMap<>();
        List<Trace.Arrival> known = new ArrayList<>();
        for (Arrival arrival : arrivals) {
            Branch branch = branch(model, arrival);
            if (branch != null) {
                known.add(new Trace.Arrival(arrival.timeMs(), arrival.app(), arrival.device()));
                copies.putIfAbsent(arrival.copy(), new Trace.Service(branch.device(), branch.copy(), 0));
            }
        }
        List<Trace.Service> times = new ArrayList<>();
        for (Service service : services) {
            Trace.Service copy = copies.get(service.copy());
            if (copy != null) {
                times.add(new Trace.Service(copy.device(), copy.copy(), service.timeMs()));
            }
        }
        return new Trace(known, times);
    }

    private static @Nullable Branch branch(NodeModel model, Arrival arrival) {
        for (Stream stream : model.streams()) {
            for (Branch branch : stream.branches()) {
                if (stream.id().equals(arrival.app()) && branch.device().equals(arrival.device())) {
                    return branch;
                }
            }
        }
        return null;
    }

    private void take(String[] fields) {
        switch (fields.length == 0 ? "" : fields[0]) {
            case "node" -> {
                require(fields, 2);
                node = fields[1];
            }
            case "arrival" -> {
                require(fields, 5);
                arrivals.add(new Arrival(Double.parseDouble(fields[1]), fields[2], fields[3], fields[4]));
            }
            case "service" -> {
                require(fields, 4);
                services.add(new Service(fields[1], Double.parseDouble(fields[3])));
            }
            // What the agent observed: for those who compare, not for a replay.
            case "response" -> require(fields, 4);
            default -> throw new IllegalArgumentException("unknown line");
        }
    }

    private static void require(String[] fields, int count) {
        if (fields.length != count) {
            throw new IllegalArgumentException(fields.length + " fields in place of " + count);
        }
    }
}
