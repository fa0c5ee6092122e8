package dev.millrace.bench;

import dev.millrace.queueing.model.ArrivalProcess.Kind;
import dev.millrace.queueing.model.NodeModel;

/** One device of each class and discipline, and of each way in which it can be harder to predict. */
public enum DeviceKind {
    /** One copy, Poisson. */
    EDGETPU_1(Workload.edgeTpu().of(1)),
    /** Switching between four. */
    EDGETPU_4(Workload.edgeTpu().of(4)),
    /** Switching between eight. */
    EDGETPU_8(Workload.edgeTpu().of(8)),
    /** One pair stays resident together, one copy is alone. */
    EDGETPU_3_ONE_PAIR(Workload.edgeTpu().pairs(1).of(3)),
    /** Two pairs stay resident together. */
    EDGETPU_4_TWO_PAIRS(Workload.edgeTpu().pairs(2).of(4)),
    /** Every other app is a camera. */
    EDGETPU_4_CAMERAS(Workload.edgeTpu().arrivals(Workload::everyOtherPeriodic).of(4)),
    /** Requests of resident copies first. */
    EDGETPU_4_SWAP_AWARE(Workload.swapAware().of(4)),
    /** One copy with renewal arrivals. */
    GPU_1_GENERAL(Workload.gpu().arrivals(app -> Kind.GENERAL).of(1)),
    /** Three copies share. */
    GPU_3(Workload.gpu().of(3)),
    /** Six copies with random service times share. */
    GPU_6_RANDOM(Workload.gpu().cv2(0.25).of(6)),
    /** Every other app is a camera. */
    GPU_4_CAMERAS(Workload.gpu().arrivals(Workload::everyOtherPeriodic).of(4)),
    /** One batching copy. */
    GPU_1_BATCHES(Workload.gpu().batching().of(1)),
    /** Three batching copies. */
    GPU_3_BATCHES(Workload.gpu().batching().of(3)),
    /** Four cores, one service time. */
    CPU_1(Workload.cpu().of(1)),
    /** Four cores, three models. */
    CPU_3(Workload.cpu().of(3)),
    /** Two cores prepare what two copies of an EdgeTPU serve. */
    PREPROCESS_EDGETPU_2(Workload.edgeTpu().preprocess(15).of(2)),
    /** Two cores prepare what three copies of a GPU serve. */
    PREPROCESS_GPU_3(Workload.gpu().preprocess(15).of(3));

    private final NodeModel node;

    DeviceKind(NodeModel node) {
        this.node = node;
    }

    NodeModel node() {
        return node;
    }
}
