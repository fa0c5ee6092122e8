package dev.millrace.queueing.truth;

import dev.millrace.queueing.model.BatchServiceTimes;
import dev.millrace.queueing.model.DeviceClass;
import dev.millrace.queueing.model.Discipline;
import dev.millrace.queueing.model.ServiceTime;
import dev.millrace.queueing.truth.CaseDraft.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** Writes the cases of the accuracy suite, without their truth: the same ones each time, from a fixed seed. */
public final class CaseGenerator {
    private static final long SEED = 20_261_121;
    private final SplittableRandom random = new SplittableRandom(SEED);
    private final Path folder;

    private CaseGenerator(Path folder) {
        this.folder = folder;
    }

    /** Writes into the folder that is the only argument. */
    public static void main(String[] arguments) throws IOException {
        CaseGenerator generator = new CaseGenerator(Path.of(arguments[0]));
        Files.createDirectories(generator.folder);
        generator.single();
        generator.edgeTpu();
        generator.gpu();
        generator.batch();
        generator.cpu();
        generator.tandem();
        generator.periodic();
        generator.swapAware();
        generator.replicas();
    }

    private void write(String family, String what, CaseDraft draft, double load) throws IOException {
        String name = family + "-" + what + "-r" + Math.round(100 * load);
        Files.writeString(folder.resolve(name + ".json"), CaseJson.text(CaseJson.of(family, draft.loaded(load))));
    }

    /** Uniform on a logarithmic scale, to three digits or so. */
    private double between(double low, double high) {
        double value = low * Math.pow(high / low, random.nextDouble());
        return Math.round(100 * value) / 100.0;
    }

    private Source poisson() {
        return Source.poisson(between(0.3, 3));
    }

    private static CaseDraft tpu(Discipline discipline) {
        return new CaseDraft().node("n1", 4).device("tpu", DeviceClass.EDGE_TPU, discipline);
    }

    private static CaseDraft gpu(int cores) {
        return new CaseDraft().node("n1", cores).device("gpu", DeviceClass.GPU, Discipline.FCFS);
    }

    private static CaseDraft cpu(int cores) {
        return new CaseDraft().node("n1", cores).device("cpu", DeviceClass.CPU, Discipline.FCFS);
    }

    private CaseDraft alone(Source source, double cv2) {
        return tpu(Discipline.FCFS).copy("m", between(3, 60), cv2, 0, null).stream("a", source, "m", 1);
    }

    private void single() throws IOException {
        Source poisson = Source.poisson(1);
        write("single", "md1", alone(poisson, 0), 0.2);
        write("single", "md1", alone(poisson, 0), 0.5);
        write("single", "md1", alone(poisson.network(12), 0), 0.8);
        write("single", "md1", alone(poisson, 0), 0.9);
        write("single", "mg1-cv01", alone(poisson, 0.1), 0.75);
        write("single", "mg1-cv05", alone(poisson, 0.5), 0.35);
        write("single", "mg1-cv1", alone(poisson, 1), 0.65);
        write("single", "mg1-cv2", alone(poisson, 2), 0.4);
        write("single", "gd1-cv025", alone(Source.general(1, 0.25), 0), 0.85);
        write("single", "gg1-cv05-cv05", alone(Source.general(1, 0.5), 0.5), 0.6);
        write("single", "gd1-cv2", alone(Source.general(1, 2), 0), 0.3);
        write("single", "gg1-cv3-cv1", alone(Source.general(1, 3), 1), 0.45);
        write("single", "dg1-cv025", alone(Source.camera(1), 0.25), 0.4);
        write("single", "dg1-cv1", alone(Source.camera(1), 1), 0.7);
        write("single", "dg1-cv05", alone(Source.camera(1), 0.5), 0.85);
    }

    /** An EdgeTPU with a Poisson app per letter of {@code sets}: equal letters are co-resident, a dot is alone. */
    private CaseDraft shared(String sets, double cv2) {
        CaseDraft draft = tpu(Discipline.FCFS);
        for (int i = 0; i < sets.length(); i++) {
            String set = sets.charAt(i) == '.' ? null : "set-" + sets.charAt(i);
            Source source = poisson();
            draft.copy("m" + i, between(2, 60), cv2, between(4, 30), set).stream("a" + i, source, "m" + i, 1);
        }
        return draft;
    }

    private void edgeTpu() throws IOException {
        write("edgetpu", "2", shared("..", 0), 0.2);
        write("edgetpu", "2", shared("..", 0), 0.6);
        write("edgetpu", "2", shared("..", 0), 0.85);
        write("edgetpu", "3", shared("...", 0), 0.4);
        write("edgetpu", "3", shared("...", 0), 0.75);
        write("edgetpu", "3-cv025", shared("...", 0.25), 0.6);
        write("edgetpu", "4", shared("....", 0), 0.5);
        write("edgetpu", "4", shared("....", 0), 0.8);
        write("edgetpu", "6", shared("......", 0), 0.65);
        write("edgetpu", "2apps-1copy", shared("..", 0).stream("b", poisson(), "m0", 1), 0.55);
        write("edgetpu", "set3", shared("aaa", 0), 0.7);
        write("edgetpu", "set2-1", shared("aa.", 0), 0.5);
        write("edgetpu", "set2-1", shared("aa.", 0), 0.8);
        write("edgetpu", "set2-set2", shared("aabb", 0), 0.65);
        write("edgetpu", "set3-2", shared("aaa..", 0), 0.7);
        write("edgetpu", "set2-1-cv05", shared("aa.", 0.5), 0.45);
    }

    /** A GPU with one Poisson app per service cv2. */
    private CaseDraft sharing(double... cv2) {
        CaseDraft draft = gpu(4);
        for (int i = 0; i < cv2.length; i++) {
            Source source = poisson();
            draft.copy("m" + i, between(4, 100), cv2[i], 0, null).stream("a" + i, source, "m" + i, 1);
        }
        return draft;
    }

    private void gpu() throws IOException {
        write("gpu", "2", sharing(0, 0), 0.3);
        write("gpu", "2", sharing(0, 0), 0.6);
        write("gpu", "2", sharing(0, 0), 0.85);
        write("gpu", "2-cv1", sharing(1, 1), 0.7);
        write("gpu", "3-cv025", sharing(0.25, 0.25, 0.25), 0.5);
        write("gpu", "3", sharing(0, 0, 0), 0.75);
        write("gpu", "3", sharing(0, 0, 0), 0.9);
        write("gpu", "4-mixed", sharing(1, 0, 0.25, 0), 0.4);
        write("gpu", "4", sharing(0, 0, 0, 0), 0.7);
        write("gpu", "5", sharing(0, 0, 0, 0, 0), 0.55);
        write("gpu", "6", sharing(0, 0, 0, 0, 0, 0), 0.8);
    }

    /** Rows of 1, 2, 4 … {@code largest}; a batch takes a fixed time and one per request. */
    private List<BatchServiceTimes.Row> rows(int largest, double cv2) {
        double fixedMs = between(4, 20);
        double perRequestMs = between(1, 8);
        List<BatchServiceTimes.Row> rows = new ArrayList<>();
        for (int batch = 1; batch <= largest; batch *= 2) {
            rows.add(new BatchServiceTimes.Row(batch, new ServiceTime(fixedMs + batch * perRequestMs, cv2)));
        }
        return rows;
    }

    private CaseDraft batching(double cv2, int... largest) {
        CaseDraft draft = gpu(4);
        for (int i = 0; i < largest.length; i++) {
            Source source = poisson();
            draft.copy("m" + i, rows(largest[i], cv2), 0, null).stream("a" + i, source, "m" + i, 1);
        }
        return draft;
    }

    private void batch() throws IOException {
        write("batch", "1x4", batching(0, 4), 0.4);
        write("batch", "1x4", batching(0, 4), 0.9);
        write("batch", "1x8", batching(0, 8), 0.7);
        write("batch", "1x16", batching(0, 16), 0.85);
        write("batch", "1x8-cv005", batching(0.05, 8), 0.6);
        write("batch", "4-4", batching(0, 4, 4), 0.5);
        write("batch", "8-2", batching(0, 8, 2), 0.75);
        write("batch", "4-1-1", batching(0, 4, 1, 1), 0.6);
        write("batch", "8-4-1-cv02", batching(0.2, 8, 4, 1), 0.8);
    }

    private CaseDraft station(int cores, double... cv2) {
        CaseDraft draft = cpu(cores);
        for (int i = 0; i < cv2.length; i++) {
            Source source = poisson();
            draft.copy("m" + i, between(5, 80), cv2[i], 0, null).stream("a" + i, source, "m" + i, 1);
        }
        return draft;
    }

    private void cpu() throws IOException {
        write("cpu", "2-d", station(2, 0), 0.5);
        write("cpu", "4-d", station(4, 0), 0.85);
        write("cpu", "4-mixed", station(4, 0, 0.5, 0), 0.7);
        write("cpu", "2-cv1", station(2, 1), 0.6);
        write("cpu", "8-mixed", station(8, 0, 0), 0.9);
        write("cpu", "1-mixed", station(1, 0, 0.25, 1), 0.65);
    }

    private void tandem() throws IOException {
        write(
                "tandem",
                "tpu-light",
                tpu(Discipline.FCFS).copy("m0", 30, 0, 12, null).stream(
                        "a0", poisson().preprocess(2), "m0", 1)
                        .copy("m1", 12, 0, 8, null)
                        .stream("a1", poisson().preprocess(3).network(5), "m1", 1),
                0.6);
        write(
                "tandem",
                "1core-tpu",
                new CaseDraft()
                                .node("n1", 1)
                                .device("tpu", DeviceClass.EDGE_TPU, Discipline.FCFS)
                                .copy("m0", 16, 0, 0, null)
                                .stream("a0", Source.poisson(1).preprocess(20), "m0", 1),
                0.7);
        write(
                "tandem",
                "2cores-gpu",
                gpu(2).copy("m0", 14, 0, 0, null).stream("a0", Source.poisson(1).preprocess(40), "m0", 1)
                        .copy("m1", 22, 0, 0, null)
                        .stream("a1", Source.poisson(0.8).preprocess(60), "m1", 1),
                0.85);
        write(
                "tandem",
                "one-of-two",
                gpu(2).copy("m0", 25, 0.25, 0, null).stream(
                        "a0", Source.poisson(1).preprocess(30), "m0", 1)
                        .copy("m1", 18, 0, 0, null)
                        .stream("a1", Source.poisson(1.3), "m1", 1),
                0.5);
        write(
                "tandem",
                "both-on-cpu",
                cpu(4).copy("m0", 35, 0, 0, null).stream("a0", Source.poisson(1).preprocess(15), "m0", 1)
                        .copy("m1", 20, 0.5, 0, null)
                        .stream("a1", Source.poisson(1.5), "m1", 1),
                0.75);
        write(
                "tandem",
                "2cores-batch",
                gpu(2).copy("m0", rows(4, 0), 0, null).stream(
                        "a0", Source.poisson(1).preprocess(9), "m0", 1),
                0.7);
        write(
                "tandem",
                "2cores-sets",
                new CaseDraft()
                                .node("n1", 2)
                                .device("tpu", DeviceClass.EDGE_TPU, Discipline.FCFS)
                                .copy("m0", 6, 0, 9, "set-a")
                                .stream("a0", Source.poisson(2).preprocess(12), "m0", 1)
                                .copy("m1", 8, 0, 9, "set-a")
                                .stream("a1", Source.poisson(1).preprocess(16), "m1", 1)
                                .copy("m2", 30, 0, 15, null)
                                .stream("a2", Source.poisson(0.4).preprocess(10), "m2", 1),
                0.55);
    }

    /** One model, one copy, and a camera per weight. */
    private CaseDraft cameras(double... weights) {
        CaseDraft draft = tpu(Discipline.FCFS).copy("m", between(5, 40), 0, 10, null);
        for (int i = 0; i < weights.length; i++) {
            draft.stream("cam" + i, Source.camera(weights[i]), "m", 1);
        }
        return draft;
    }

    /** A source per copy of its own. */
    private CaseDraft each(CaseDraft draft, double cv2, double switchMs, Source... sources) {
        for (int i = 0; i < sources.length; i++) {
            draft.copy("m" + i, between(5, 50), cv2, switchMs, null).stream("a" + i, sources[i], "m" + i, 1);
        }
        return draft;
    }

    private void periodic() throws IOException {
        Source camera = Source.camera(1);
        write("periodic", "3-equal", cameras(1, 1, 1), 0.75);
        write("periodic", "8-equal", cameras(1, 1, 1, 1, 1, 1, 1, 1), 0.85);
        write("periodic", "4-unequal", cameras(1, 1.37, 0.71, 2.2), 0.6);
        write("periodic", "gpu-3-cameras", each(gpu(4), 0, 0, camera, Source.camera(0.73), Source.camera(1.41)), 0.6);
        write("periodic", "tpu-2-cameras", each(tpu(Discipline.FCFS), 0, 12, camera, Source.camera(0.619)), 0.5);
        write("periodic", "tpu-mixed", each(tpu(Discipline.FCFS), 0, 10, camera, Source.poisson(1.2)), 0.65);
        write("periodic", "gpu-mixed", each(gpu(4), 0, 0, camera, poisson(), Source.camera(1.7)), 0.7);
        write("periodic", "tpu-general", each(tpu(Discipline.FCFS), 0, 9, Source.general(1, 0.4), poisson()), 0.6);
        write("periodic", "gpu-general", each(gpu(4), 0.1, 0, Source.general(1, 0.3), Source.general(0.8, 2)), 0.5);
        write("periodic", "gpu-all", each(gpu(4), 0, 0, Source.general(1, 1.5), camera, poisson()), 0.8);
        write(
                "periodic",
                "gpu-cpu",
                each(gpu(2), 0, 0, camera.preprocess(15), Source.poisson(1).preprocess(25)),
                0.65);
        write(
                "periodic",
                "general-batch",
                gpu(4).copy("m", rows(8, 0), 0, null).stream("a", Source.general(1, 0.5), "m", 1),
                0.7);
        write("periodic", "cpu-mixed", each(cpu(2), 0, 0, camera, Source.general(1, 0.5), poisson()), 0.7);
    }

    /** A swap-aware EdgeTPU with an app per deadline. */
    private CaseDraft urgent(double cv2, @Nullable String set, double... deadlinesMs) {
        CaseDraft draft = tpu(Discipline.SWAP_AWARE);
        for (int i = 0; i < deadlinesMs.length; i++) {
            Source source = poisson().deadline(deadlinesMs[i]);
            draft.copy("m" + i, between(4, 40), cv2, between(8, 25), i < 2 ? set : null).stream(
                    "a" + i, source, "m" + i, 1);
        }
        return draft;
    }

    private void swapAware() throws IOException {
        write("swapaware", "2", urgent(0, null, 80, 120), 0.3);
        write("swapaware", "2-cv025", urgent(0.25, null, 150, 60), 0.6);
        write("swapaware", "3", urgent(0, null, 100, 200, 150), 0.45);
        write("swapaware", "3-set2", urgent(0, "set-a", 100, 80, 250), 0.5);
        write("swapaware", "4", urgent(0, null, 120, 200, 300, 160), 0.4);
        write("swapaware", "5", urgent(0, null, 150, 250, 200, 400, 180), 0.35);
    }

    private void replicas() throws IOException {
        Source a = Source.poisson(3);
        write(
                "replicas",
                "2tpu-60-40",
                tpu(Discipline.FCFS).copy("m", 22, 0, 9, null).stream("a", a, "m", 0.6)
                        .node("n2", 4)
                        .device("tpu", DeviceClass.EDGE_TPU, Discipline.FCFS)
                        .copy("m", 22, 0, 9, null)
                        .stream("a", a, "m", 0.4)
                        .copy("k", 35, 0, 14, null)
                        .stream("b", Source.poisson(0.5), "k", 1),
                0.7);
        write(
                "replicas",
                "gpu-tpu",
                gpu(4).copy("m", 9, 0, 0, null).stream("a", a, "m", 0.7).copy("k", 30, 0, 0, null).stream(
                        "b", Source.poisson(0.4), "k", 1)
                        .node("n2", 4)
                        .device("tpu", DeviceClass.EDGE_TPU, Discipline.FCFS)
                        .copy("m", 20, 0, 9, null)
                        .stream("a", a, "m", 0.3),
                0.6);
        write(
                "replicas",
                "1node-2tpu",
                tpu(Discipline.FCFS).copy("m", 18, 0, 9, null).stream("a", a.preprocess(4), "m", 0.5)
                        .copy("k", 25, 0, 11, null)
                        .stream("b", Source.poisson(0.7), "k", 1)
                        .device("tpu-1", DeviceClass.EDGE_TPU, Discipline.FCFS)
                        .copy("m", 18, 0, 9, null)
                        .stream("a", a.preprocess(4), "m", 0.5),
                0.65);
        write(
                "replicas",
                "cpu-gpu",
                cpu(4).copy("m", 60, 0.2, 0, null).stream("a", a, "m", 0.35)
                        .node("n2", 2)
                        .device("gpu", DeviceClass.GPU, Discipline.FCFS)
                        .copy("m", 12, 0, 0, null)
                        .stream("a", a, "m", 0.65),
                0.75);
        write(
                "replicas",
                "3tpu",
                tpu(Discipline.FCFS).copy("m", 15, 0, 8, null).stream("a", a, "m", 0.5)
                        .node("n2", 4)
                        .device("tpu", DeviceClass.EDGE_TPU, Discipline.FCFS)
                        .copy("m", 15, 0, 8, null)
                        .stream("a", a, "m", 0.3)
                        .node("n3", 4)
                        .device("tpu", DeviceClass.EDGE_TPU, Discipline.FCFS)
                        .copy("m", 24, 0, 12, null)
                        .stream("a", a, "m", 0.2),
                0.85);
        Source camera = Source.camera(3);
        write(
                "replicas",
                "thinned-camera",
                tpu(Discipline.FCFS).copy("m", 15, 0, 8, null).stream("a", camera, "m", 0.5)
                        .copy("k", 25, 0, 14, null)
                        .stream("b", Source.poisson(0.5), "k", 1)
                        .node("n2", 4)
                        .device("gpu", DeviceClass.GPU, Discipline.FCFS)
                        .copy("m", 12, 0, 0, null)
                        .stream("a", camera, "m", 0.5),
                0.55);
    }
}
