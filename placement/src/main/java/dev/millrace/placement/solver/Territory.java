package dev.millrace.placement.solver;

import dev.millrace.placement.problem.Hosting;
import dev.millrace.placement.problem.Problem;
import dev.millrace.placement.problem.Selection;
import dev.millrace.placement.problem.Site;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A part of a large cluster: some nodes with all their devices, and some of the apps. Parts are planned at the same time and
 * without looking at each other, so that the time grows with the number of devices and not with its square.
 *
 * @param devices of the part
 * @param apps those that stand on the devices, and some of those that stand nowhere
 */
record Territory(Selection devices, List<Integer> apps) {
    /** Devices of one part, roughly. */
    private static final int SIZE = 32;

    Territory {
        apps = List.copyOf(apps);
    }

    /** Whether the cluster is large enough to be divided. A quota counts over all devices, so that parts would interfere. */
    static boolean divides(Problem problem) {
        return problem.sites().size() >= 2 * SIZE
                && problem.snapshot().policy().quotas().isEmpty();
    }

    /**
     * Divides the cluster: each part gets its share of every type of node, drawn by chance, and of the apps that stand
     * nowhere, dealt in the given order.
     *
     * @param offered apps that may get a place; those with replicas are left out
     */
    static List<Territory> divide(PlanState plan, List<Integer> offered, Random random) {
        Problem problem = plan.problem();
        int parts = problem.sites().size() / SIZE;
        int[] partOfNode = dealNodes(problem, parts, random);
        List<BitSet> sites =
                IntStream.range(0, parts).mapToObj(part -> new BitSet()).toList();
        for (Site site : problem.sites()) {
            sites.get(partOfNode[site.nodeIndex()]).set(site.index());
        }
        List<List<Integer>> apps = IntStream.range(0, parts)
                .<List<Integer>>mapToObj(part -> new ArrayList<>())
                .toList();
        int dealt = 0;
        for (int app : offered) {
            Hosting hosting = plan.hosting(app).orElse(null);
            if (hosting != null && hosting.parts().size() == 1) {
                apps.get(partOfNode[hosting.parts().getFirst().option().site().nodeIndex()])
                        .add(app);
            } else if (hosting == null && problem.apps().get(app).minReplicas() == 1) {
                apps.get(dealt++ % parts).add(app);
            }
        }
        closeShared(plan, sites);
        return IntStream.range(0, parts)
                .mapToObj(part -> new Territory(new Selection(sites.get(part)), apps.get(part)))
                .toList();
    }

    private static int[] dealNodes(Problem problem, int parts, Random random) {
        Map<List<String>, List<Integer>> byTypes = new LinkedHashMap<>();
        for (int node = 0; node < problem.snapshot().nodes().size(); node++) {
            List<String> types = problem.snapshot().nodes().get(node).devices().stream()
                    .map(device -> device.type())
                    .sorted()
                    .toList();
            byTypes.computeIfAbsent(types, key -> new ArrayList<>()).add(node);
        }
        int[] partOfNode = new int[problem.snapshot().nodes().size()];
        int dealt = 0;
        List<List<Integer>> alike = new ArrayList<>(byTypes.values());
        alike.sort(Comparator.comparingInt((List<Integer> nodes) -> nodes.getFirst()));
        for (List<Integer> nodes : alike) {
            Collections.shuffle(nodes, random);
            for (int node : nodes) {
                partOfNode[node] = dealt++ % parts;
            }
        }
        return partOfNode;
    }

    /** A device with one of several replicas belongs to no part, since its other tenants depend on that one. */
    private static void closeShared(PlanState plan, List<BitSet> sites) {
        for (int app = 0; app < plan.problem().apps().size(); app++) {
            Hosting hosting = plan.hosting(app).orElse(null);
            if (hosting != null && hosting.parts().size() > 1) {
                hosting.parts().forEach(part -> {
                    int node = part.option().site().nodeIndex();
                    plan.problem().sites().stream()
                            .filter(site -> site.nodeIndex() == node)
                            .forEach(site -> sites.forEach(set -> set.clear(site.index())));
                });
            }
        }
    }

    /** The plan of this part alone: what stands on its devices. */
    PlanState of(PlanState plan) {
        PlanState part = plan.emptied();
        part.restrictTo(devices);
        for (int app : apps) {
            plan.hosting(app).filter(this::holds).ifPresent(part::place);
        }
        part.commit();
        return part;
    }

    /** The apps that may be moved: those that stand nowhere or on devices of the part. */
    List<Integer> movable(PlanState plan) {
        return apps.stream()
                .filter(app -> plan.hosting(app).map(this::holds).orElse(true))
                .toList();
    }

    /** Takes over the places of this part's apps. */
    void write(PlanState part, @Nullable Hosting[] target) {
        for (int app : apps) {
            Hosting hosting = part.hosting(app).orElse(null);
            if (hosting != null || (target[app] != null && holds(target[app]))) {
                target[app] = hosting;
            }
        }
    }

    private boolean holds(Hosting hosting) {
        return hosting.parts().stream()
                .allMatch(part -> devices.holds(part.option().site()));
    }
}
