package dev.millrace.bench.placement;

import dev.millrace.placement.model.App;
import dev.millrace.placement.model.AppRef;
import dev.millrace.placement.model.ClusterSnapshot;
import dev.millrace.placement.model.DeviceSpec;
import dev.millrace.placement.model.Node;
import dev.millrace.placement.model.Objective;
import dev.millrace.placement.model.Policy;
import dev.millrace.placement.model.Profile;
import dev.millrace.placement.model.Slo;
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

/** Clusters of any size: two EdgeTPUs to one GPU, ten apps a device of twelve models, about twice what fits. */
final class LargeCluster {
    static final int APPS_PER_DEVICE = 10;

    private static final int MODELS = 12;
    private static final long MIB = 1 << 20;
    private static final String TPU = "coral-usb";
    private static final String GPU = "jetson-nano";
    private static final double[] RATES = {0.5, 1, 2, 3, 5, 8};
    private static final double[] BOUNDS_MS = {100, 150, 200, 300, 500};

    private LargeCluster() {}

    /** The same for the same arguments. */
    static ClusterSnapshot of(int devices, long seed) {
        Random random = new Random(seed);
        List<Variant[]> models = new ArrayList<>();
        for (int m = 0; m < MODELS; m++) {
            models.add(model(m, random));
        }
        List<Node> nodes = new ArrayList<>();
        for (int d = 0; d < devices; d++) {
            DeviceSpec device = d % 3 == 2
                    ? new DeviceSpec("gpu-0", DeviceClass.GPU, GPU, 3072 * MIB, 0, true)
                    : new DeviceSpec("edgetpu-0", DeviceClass.EDGE_TPU, TPU, 800 * MIB, 69 * MIB / 10, true);
            nodes.add(new Node("node-%04d".formatted(d), Map.of(), List.of(), true, 4, 4096 * MIB, 0, List.of(device)));
        }
        List<App> apps = new ArrayList<>();
        for (int a = 0; a < APPS_PER_DEVICE * devices; a++) {
            Objective objective = random.nextBoolean() ? Objective.MEAN : Objective.P95;
            apps.add(new App(
                    new AppRef("site", "app-%05d".formatted(a)),
                    Instant.ofEpochSecond(1_700_000_000L + a),
                    ArrivalProcess.poisson(RATES[random.nextInt(RATES.length)]),
                    new Slo(objective, BOUNDS_MS[random.nextInt(BOUNDS_MS.length)]),
                    0,
                    0,
                    1,
                    1,
                    0,
                    false,
                    Map.of(),
                    List.of(),
                    List.of(models.get(random.nextInt(MODELS)))));
        }
        return new ClusterSnapshot(apps, nodes, Policy.defaults(), List.of(), Map.of());
    }

    private static Variant[] model(int number, Random random) {
        double serviceMs = 8 + random.nextInt(50);
        double onChipMib = 1 + random.nextInt(7);
        Profile tpu = profile(serviceMs, 3 * onChipMib, 20, onChipMib);
        Profile gpu = profile(serviceMs * (0.6 + 0.8 * random.nextDouble()), 0, 400, 0);
        return new Variant[] {
            new Variant("edgetpu", DeviceClass.EDGE_TPU, "m" + number + "@tpu", Map.of(TPU, tpu)),
            new Variant("gpu", DeviceClass.GPU, "m" + number + "@gpu", Map.of(GPU, gpu))
        };
    }

    private static Profile profile(double serviceMs, double switchMs, double memoryMib, double onChipMib) {
        return new Profile(
                BatchServiceTimes.single(new ServiceTime(serviceMs, 0)),
                switchMs,
                (long) (memoryMib * MIB),
                (long) (onChipMib * MIB),
                0);
    }
}
