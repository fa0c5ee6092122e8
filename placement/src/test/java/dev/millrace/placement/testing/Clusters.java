package dev.millrace.placement.testing;

import dev.millrace.placement.model.App;
import dev.millrace.placement.model.AppRef;
import dev.millrace.placement.model.Assignment;
import dev.millrace.placement.model.ClusterSnapshot;
import dev.millrace.placement.model.DeviceRef;
import dev.millrace.placement.model.DeviceSpec;
import dev.millrace.placement.model.Node;
import dev.millrace.placement.model.Objective;
import dev.millrace.placement.model.Policy;
import dev.millrace.placement.model.Profile;
import dev.millrace.placement.model.Slo;
import dev.millrace.placement.model.Taint;
import dev.millrace.placement.model.Toleration;
import dev.millrace.placement.model.Variant;
import dev.millrace.queueing.model.ArrivalProcess;
import dev.millrace.queueing.model.BatchServiceTimes;
import dev.millrace.queueing.model.DeviceClass;
import dev.millrace.queueing.model.ServiceTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Small clusters for tests. Apps arrive in the order in which they are added. */
public final class Clusters {
    public static final long MIB = 1 << 20;
    public static final String TPU = "coral-usb";
    public static final String GPU = "jetson-nano";
    public static final String CPU = "x86";

    private final List<App> apps = new ArrayList<>();
    private final List<Node> nodes = new ArrayList<>();
    private final List<Assignment> running = new ArrayList<>();
    private Policy policy = Policy.defaults();

    /** An app being described; the defaults are 10 requests a second, mean below 100 ms, one model of its own. */
    public static final class AppBuilder {
        private final String name;
        private String namespace = "site";
        private ArrivalProcess arrivals = ArrivalProcess.poisson(10);
        private Slo slo = new Slo(Objective.MEAN, 100);
        private double preprocessMs;
        private int minReplicas = 1;
        private int maxReplicas = 1;
        private int priority;
        private boolean dedicated;
        private Map<String, String> selector = Map.of();
        private List<Toleration> tolerations = List.of();
        private final List<Variant> variants = new ArrayList<>();

        AppBuilder(String name) {
            this.name = name;
        }

        public AppBuilder namespace(String value) {
            namespace = value;
            return this;
        }

        public AppBuilder rate(double perSecond) {
            arrivals = ArrivalProcess.poisson(perSecond);
            return this;
        }

        public AppBuilder periodic(double perSecond) {
            arrivals = ArrivalProcess.periodic(perSecond);
            return this;
        }

        public AppBuilder slo(Objective objective, double latencyMs) {
            slo = new Slo(objective, latencyMs);
            return this;
        }

        public AppBuilder preprocess(double ms) {
            preprocessMs = ms;
            return this;
        }

        public AppBuilder replicas(int min, int max) {
            minReplicas = min;
            maxReplicas = max;
            return this;
        }

        public AppBuilder priority(int value) {
            priority = value;
            return this;
        }

        public AppBuilder dedicated() {
            dedicated = true;
            return this;
        }

        public AppBuilder selector(Map<String, String> value) {
            selector = value;
            return this;
        }

        public AppBuilder tolerate(Toleration... value) {
            tolerations = List.of(value);
            return this;
        }

        public AppBuilder on(DeviceClass deviceClass, String type, String model, Profile profile) {
            variants.add(new Variant(type, deviceClass, model + "@" + type, Map.of(type, profile)));
            return this;
        }

        public AppBuilder onTpu(String model, double serviceMs, double switchMs, double onChipMib) {
            return on(DeviceClass.EDGE_TPU, TPU, model, profile(serviceMs, switchMs, 100, onChipMib));
        }

        public AppBuilder onGpu(String model, double serviceMs, double memoryMib) {
            return on(DeviceClass.GPU, GPU, model, profile(serviceMs, 0, memoryMib, 0));
        }

        public AppBuilder onCpu(String model, double serviceMs) {
            return on(DeviceClass.CPU, CPU, model, profile(serviceMs, 0, 50, 0));
        }

        App build(int arrival) {
            return new App(
                    new AppRef(namespace, name),
                    Instant.ofEpochSecond(1_700_000_000L + arrival),
                    arrivals,
                    slo,
                    preprocessMs,
                    0,
                    minReplicas,
                    maxReplicas,
                    priority,
                    dedicated,
                    selector,
                    tolerations,
                    variants);
        }
    }

    /** Deterministic service, single requests. */
    public static Profile profile(double serviceMs, double switchMs, double memoryMib, double onChipMib) {
        return new Profile(
                BatchServiceTimes.single(new ServiceTime(serviceMs, 0)),
                switchMs,
                (long) (memoryMib * MIB),
                (long) (onChipMib * MIB),
                0);
    }

    /** Deterministic service with rows for batches 1 to 8: {@code fixedMs + batch x eachMs}. */
    public static Profile batched(double fixedMs, double eachMs, double memoryMib) {
        List<BatchServiceTimes.Row> rows = new ArrayList<>();
        for (int batch = 1; batch <= 8; batch++) {
            rows.add(new BatchServiceTimes.Row(batch, new ServiceTime(fixedMs + batch * eachMs, 0)));
        }
        return new Profile(new BatchServiceTimes(rows), 0, (long) (memoryMib * MIB), 0, 0);
    }

    public static AppBuilder app(String name) {
        return new AppBuilder(name);
    }

    public static DeviceSpec tpu(String name) {
        return new DeviceSpec(name, DeviceClass.EDGE_TPU, TPU, 800 * MIB, (long) (6.9 * MIB), true);
    }

    public static DeviceSpec gpu(String name, @Nullable Long memoryMib) {
        return new DeviceSpec(name, DeviceClass.GPU, GPU, memoryMib == null ? null : memoryMib * MIB, 0, true);
    }

    public static DeviceSpec cpu(String name) {
        return new DeviceSpec(name, DeviceClass.CPU, CPU, null, 0, true);
    }

    public Clusters add(AppBuilder... more) {
        for (AppBuilder one : more) {
            apps.add(one.build(apps.size()));
        }
        return this;
    }

    public Clusters node(String name, DeviceSpec... devices) {
        return node(name, Map.of(), List.of(), true, devices);
    }

    public Clusters node(
            String name, Map<String, String> labels, List<Taint> taints, boolean ready, DeviceSpec... devices) {
        nodes.add(new Node(name, labels, taints, ready, 4, 4096 * MIB, 0, List.of(devices)));
        return this;
    }

    public Clusters running(String app, String node, String device, String variant) {
        running.add(new Assignment(new AppRef("site", app), new DeviceRef(node, device), variant, 1, 1, null));
        return this;
    }

    public Clusters running(List<Assignment> assignments) {
        running.addAll(assignments);
        return this;
    }

    public Clusters policy(Policy value) {
        policy = value;
        return this;
    }

    public ClusterSnapshot snapshot() {
        return new ClusterSnapshot(apps, nodes, policy, running, Map.of());
    }

    /** A mixed cluster, offered about twice what fits; the same for the same seed. */
    public static Clusters random(long seed, int apps) {
        Random random = new Random(seed);
        Clusters cluster = new Clusters()
                .node("a", tpu("edgetpu-0"), tpu("edgetpu-1"))
                .node("b", gpu("gpu-0", 3072L))
                .node("c", cpu("cpu-0"));
        String[] models = {"small", "medium", "large"};
        double[] scale = {1, 3, 8};
        double[] rates = {1, 2, 5, 10};
        Objective[] objectives = {Objective.MEAN, Objective.P95};
        for (int i = 0; i < apps; i++) {
            int size = random.nextInt(3);
            AppBuilder one = app(String.format("app-%03d", i))
                    .rate(rates[random.nextInt(rates.length)])
                    .slo(objectives[random.nextInt(2)], 100 + 100 * random.nextInt(4));
            if (random.nextInt(5) == 0) {
                one.dedicated();
            }
            if (random.nextInt(4) != 0) {
                one.onTpu(models[size], 5 * scale[size], 8 + 2 * scale[size], 0.8 * scale[size]);
            }
            if (random.nextBoolean()) {
                one.on(DeviceClass.GPU, GPU, models[size], batched(4 * scale[size], 3 * scale[size], 600));
            }
            cluster.add(one.onCpu(models[size], 15 * scale[size]));
        }
        return cluster;
    }
}
