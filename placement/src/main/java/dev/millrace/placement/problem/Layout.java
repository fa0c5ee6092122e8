package dev.millrace.placement.problem;

import dev.millrace.placement.model.ClusterSnapshot;
import dev.millrace.placement.model.DeviceRef;
import dev.millrace.placement.model.DeviceSpec;
import dev.millrace.placement.model.Node;
import dev.millrace.queueing.model.DeviceClass;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The devices of a snapshot, their cells and the memories they draw on. */
final class Layout {
    final List<Site> sites = new ArrayList<>();
    final List<Cell> cells = new ArrayList<>();
    final List<Long> poolBytes = new ArrayList<>();
    private final Map<List<Object>, Integer> types = new HashMap<>();

    private record Alike(DeviceClass deviceClass, String type, long onChipBytes) {}

    Layout(ClusterSnapshot snapshot, boolean preprocessing) {
        List<Node> nodes = snapshot.nodes();
        List<Integer> byName = new ArrayList<>();
        for (int i = 0; i < nodes.size(); i++) {
            byName.add(i);
        }
        byName.sort(Comparator.comparing(i -> nodes.get(i).name()));
        for (int nodeIndex : byName) {
            add(nodes.get(nodeIndex), nodeIndex, preprocessing);
        }
    }

    private void add(Node node, int nodeIndex, boolean preprocessing) {
        int hostPool = poolBytes.size();
        poolBytes.add(node.memoryBytes());
        List<DeviceSpec> devices = node.devices().stream()
                .sorted(Comparator.comparing(DeviceSpec::name))
                .toList();
        List<Site> together = new ArrayList<>();
        for (DeviceSpec device : devices) {
            int pool = hostPool;
            if (device.memoryBytes() != null) {
                pool = poolBytes.size();
                poolBytes.add(device.memoryBytes());
            }
            DeviceRef ref = new DeviceRef(node.name(), device.name());
            Site site = new Site(sites.size(), ref, device, node, nodeIndex, pool, cells.size(), together.size());
            sites.add(site);
            together.add(site);
            if (!preprocessing) {
                close(node, together);
            }
        }
        close(node, together);
    }

    private void close(Node node, List<Site> together) {
        if (together.isEmpty()) {
            return;
        }
        List<Object> alike = new ArrayList<>();
        alike.add(node.cores());
        together.forEach(site -> alike.add(new Alike(
                site.spec().deviceClass(), site.spec().type(), site.spec().onChipBytes())));
        int type = types.computeIfAbsent(alike, key -> types.size());
        cells.add(new Cell(cells.size(), type, node.cores(), together));
        together.clear();
    }
}
