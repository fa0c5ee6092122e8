package dev.millrace.queueing.truth;

import dev.millrace.queueing.model.Branch;
import dev.millrace.queueing.model.Copy;
import dev.millrace.queueing.model.Device;
import dev.millrace.queueing.model.Discipline;
import dev.millrace.queueing.model.NodeModel;
import dev.millrace.queueing.model.Stream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Simulates the nodes of one case together, event by event and request by request. Starts empty; sources start at a
 * random phase and never end.
 */
final class NaiveSimulator {
    /** One way of a stream's requests: pre-processing, if any, then the device. */
    private record Way(Stream stream, double share, Copy copy, Server cores, Server device) {}

    private final EventList events = new EventList();
    private final Chance chance;
    private final List<String> streams = new ArrayList<>();
    private final List<Responses> responses = new ArrayList<>();
    private boolean recording;
    private long onTheirWay;

    NaiveSimulator(List<NodeModel> nodes, long seed) {
        chance = new Chance(seed);
        Map<String, List<Way>> ways = new LinkedHashMap<>();
        for (NodeModel node : nodes) {
            Cores cores = new Cores(events, node.cores());
            Map<String, Server> devices = new LinkedHashMap<>();
            node.devices().forEach(device -> devices.put(device.name(), server(device, cores)));
            for (Stream stream : node.streams()) {
                Server preprocessing = cores.doing(request -> stream.preprocessMs());
                for (Branch branch : stream.branches()) {
                    Copy copy = node.device(branch.device()).copy(branch.copy());
                    Server device = Objects.requireNonNull(devices.get(branch.device()));
                    ways.computeIfAbsent(stream.id(), id -> new ArrayList<>())
                            .add(new Way(stream, branch.share(), copy, preprocessing, device));
                }
            }
        }
        ways.forEach(this::start);
    }

    private Server server(Device device, Cores cores) {
        return switch (device.deviceClass()) {
            case CPU -> cores.doing(request -> chance.serviceMs(request.copy(), 1));
            case GPU -> new Gpu(events, chance, device.copies());
            case EDGE_TPU -> new EdgeTpu(events, chance, device.discipline() == Discipline.SWAP_AWARE);
        };
    }

    private void start(String id, List<Way> ways) {
        int index = streams.size();
        streams.add(id);
        responses.add(new Responses());
        double firstMs = chance.uniform() * chance.gapMs(ways.getFirst().stream.arrivals());
        events.after(firstMs, () -> arrive(index, ways));
    }

    private void arrive(int index, List<Way> ways) {
        events.after(chance.gapMs(ways.getFirst().stream.arrivals()), () -> arrive(index, ways));
        Way way = chosen(ways);
        double nowMs = events.nowMs();
        Request request = new Request(index, nowMs, nowMs + way.stream.deadlineMs(), way.copy, recording);
        if (recording) {
            onTheirWay++;
        }
        if (way.stream.preprocessMs() > 0) {
            way.cores.accept(request, ready -> way.device.accept(ready, done -> leave(done, way)));
        } else {
            way.device.accept(request, done -> leave(done, way));
        }
    }

    /** A way by the shares. */
    private Way chosen(List<Way> ways) {
        if (ways.size() == 1) {
            return ways.getFirst();
        }
        double left = chance.uniform();
        for (Way way : ways) {
            left -= way.share;
            if (left < 0) {
                return way;
            }
        }
        return ways.getLast();
    }

    private void leave(Request request, Way way) {
        if (request.recorded()) {
            onTheirWay--;
            responses.get(request.stream()).add(events.nowMs() - request.arrivedMs() + way.stream.networkMs());
        }
    }

    /** Ids of the streams, in the order of the results. */
    List<String> streams() {
        return streams;
    }

    /** Goes on without recording. */
    void warmUp(double durationMs) {
        double untilMs = events.nowMs() + durationMs;
        while (events.nowMs() < untilMs) {
            events.step();
        }
    }

    /**
     * Records the requests that arrive within the next {@code durationMs}, and goes on until all of them are done.
     *
     * @param into receives the response times in ms, one list per stream
     */
    void record(double durationMs, List<Responses> into) {
        for (int i = 0; i < into.size(); i++) {
            responses.set(i, into.get(i));
        }
        recording = true;
        warmUp(durationMs);
        recording = false;
        while (onTheirWay > 0) {
            events.step();
        }
    }

    /** Response times in ms, every one kept. */
    static final class Responses {
        private float[] values = new float[1024];
        private int size;

        private void add(double ms) {
            if (size == values.length) {
                values = Arrays.copyOf(values, 2 * size);
            }
            values[size++] = (float) ms;
        }

        /** All of them in ascending order. */
        float[] sorted() {
            float[] sorted = Arrays.copyOf(values, size);
            Arrays.sort(sorted);
            return sorted;
        }
    }
}
