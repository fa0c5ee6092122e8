package dev.millrace.operator.inferenceapp;

import dev.millrace.placement.model.Assignment;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where clients send requests: base URL of the Open Inference Protocol. */
final class AppUrl {
    private AppUrl() {}

    /** The Service's name where an EndpointSlice can lead to the agents; else the agent with the largest share. */
    static @Nullable String of(AppObservation seen) {
        List<AgentAddress> agents = seen.carrying().stream()
                .sorted(Comparator.comparingDouble(Assignment::share).reversed())
                .map(a -> AgentAddress.of(seen.agents().get(a.device().node())))
                .flatMap(Optional::stream)
                .toList();
        if (agents.isEmpty()) {
            return null;
        }
        boolean throughService = !seen.serviceConflict() && agents.stream().allMatch(AgentAddress::fitsSlice);
        return throughService
                ? "http://" + seen.app().getMetadata().getName() + "."
                        + seen.app().getMetadata().getNamespace() + ".svc:" + AppService.HTTP_PORT
                : agents.getFirst().url();
    }
}
