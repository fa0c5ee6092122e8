package dev.millrace.queueing.truth;

import dev.millrace.queueing.load.StationLoads;
import dev.millrace.queueing.model.ArrivalProcess;
import dev.millrace.queueing.model.BatchServiceTimes;
import dev.millrace.queueing.model.Branch;
import dev.millrace.queueing.model.Copy;
import dev.millrace.queueing.model.Device;
import dev.millrace.queueing.model.DeviceClass;
import dev.millrace.queueing.model.Discipline;
import dev.millrace.queueing.model.NodeModel;
import dev.millrace.queueing.model.ServiceTime;
import dev.millrace.queueing.model.Stream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A case whose rates are known up to a common factor, which its busiest station's load decides. */
final class CaseDraft {
    /** Arrivals with a weight in place of a rate, and what goes with each request. */
    record Source(
            ArrivalProcess.Kind kind,
            double cv2,
            double weight,
            double preprocessMs,
            double networkMs,
            double deadlineMs) {
        static Source poisson(double weight) {
            return new Source(ArrivalProcess.Kind.POISSON, 1, weight, 0, 0, 1000);
        }

        static Source camera(double weight) {
            return new Source(ArrivalProcess.Kind.PERIODIC, 0, weight, 0, 0, 1000);
        }

        static Source general(double weight, double cv2) {
            return new Source(ArrivalProcess.Kind.GENERAL, cv2, weight, 0, 0, 1000);
        }

        Source preprocess(double ms) {
            return new Source(kind, cv2, weight, ms, networkMs, deadlineMs);
        }

        Source network(double ms) {
            return new Source(kind, cv2, weight, preprocessMs, ms, deadlineMs);
        }

        Source deadline(double ms) {
            return new Source(kind, cv2, weight, preprocessMs, networkMs, ms);
        }
    }

    private record Place(String node, Branch branch) {}

    private static final int BISECTIONS = 60;
    private final Map<String, Integer> cores = new LinkedHashMap<>();
    private final Map<String, Map<String, Device>> devices = new LinkedHashMap<>();
    private final Map<String, Source> sources = new LinkedHashMap<>();
    private final Map<String, List<Place>> places = new LinkedHashMap<>();
    private String node = "";
    private String device = "";

    /** A node; the devices that follow are on it. */
    CaseDraft node(String name, int coreCount) {
        node = name;
        cores.put(name, coreCount);
        devices.put(name, new LinkedHashMap<>());
        return this;
    }

    /** A device; the copies that follow are on it. */
    CaseDraft device(String name, DeviceClass deviceClass, Discipline discipline) {
        device = name;
        ofNode(node).put(name, new Device(name, deviceClass, discipline, List.of()));
        return this;
    }

    /** A copy on the last device. */
    CaseDraft copy(String id, List<BatchServiceTimes.Row> rows, double switchMs, @Nullable String set) {
        Copy copy = new Copy(
                id, new BatchServiceTimes(rows), switchMs, set, rows.getLast().batch());
        ofNode(node).computeIfPresent(device, (name, old) -> {
            List<Copy> copies = new ArrayList<>(old.copies());
            copies.add(copy);
            return new Device(name, old.deviceClass(), old.discipline(), copies);
        });
        return this;
    }

    /** A copy that takes one request at a time. */
    CaseDraft copy(String id, double serviceMs, double cv2, double switchMs, @Nullable String set) {
        return copy(id, List.of(new BatchServiceTimes.Row(1, new ServiceTime(serviceMs, cv2))), switchMs, set);
    }

    /** A stream that goes to a copy of the last device. */
    CaseDraft stream(String id, Source source, String copy, double share) {
        sources.putIfAbsent(id, source);
        places.computeIfAbsent(id, any -> new ArrayList<>()).add(new Place(node, new Branch(device, copy, share)));
        return this;
    }

    /** The nodes at rates that load their busiest station with {@code load}. */
    List<NodeModel> loaded(double load) {
        double low = 0;
        double high = 1000;
        for (int i = 0; i < BISECTIONS; i++) {
            double middle = (low + high) / 2;
            if (busiest(nodes(middle)) < load) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return nodes(high);
    }

    private static double busiest(List<NodeModel> nodes) {
        double busiest = 0;
        for (NodeModel node : nodes) {
            StationLoads loads = new StationLoads(node);
            busiest = Math.max(busiest, loads.cpu());
            for (Device device : node.devices()) {
                busiest = Math.max(busiest, loads.of(device));
            }
        }
        return busiest;
    }

    private List<NodeModel> nodes(double factor) {
        List<NodeModel> nodes = new ArrayList<>();
        cores.forEach((name, count) ->
                nodes.add(new NodeModel(name, count, List.copyOf(ofNode(name).values()), streams(name, factor))));
        return nodes;
    }

    private List<Stream> streams(String nodeName, double factor) {
        List<Stream> streams = new ArrayList<>();
        places.forEach((id, all) -> {
            List<Branch> here = all.stream()
                    .filter(place -> place.node.equals(nodeName))
                    .map(Place::branch)
                    .toList();
            Source source = sources.get(id);
            if (!here.isEmpty() && source != null) {
                double rate = CaseJson.rounded(factor * source.weight);
                ArrivalProcess arrivals = new ArrivalProcess(source.kind, Math.max(rate, 1e-6), source.cv2);
                streams.add(new Stream(id, arrivals, source.preprocessMs, source.networkMs, source.deadlineMs, here));
            }
        });
        return streams;
    }

    private Map<String, Device> ofNode(String name) {
        return devices.computeIfAbsent(name, any -> new LinkedHashMap<>());
    }
}
