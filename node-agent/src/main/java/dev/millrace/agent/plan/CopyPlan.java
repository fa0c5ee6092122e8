package dev.millrace.agent.plan;

import dev.millrace.agent.device.emulated.GammaTimes;
import dev.millrace.agent.model.Artefact;
import java.util.List;

/**
 * A copy to be loaded on a device.
 *
 * @param id unique on the node; two plans that mean the same copy give it the same id
 * @param model name of the InferenceModel, for status
 * @param rows service times by batch; empty where no profile is known, which only real devices can do without
 * @param residentSet name of the EdgeTPU's co-resident set; empty where it is resident alone
 * @param memoryBytes memory that it takes by its profile; 0 where unknown
 */
public record CopyPlan(
        String id,
        String device,
        String model,
        Artefact artefact,
        List<GammaTimes.Row> rows,
        long switchNanos,
        int maxBatch,
        String residentSet,
        long memoryBytes) {
    public CopyPlan {
        rows = List.copyOf(rows);
    }
}
