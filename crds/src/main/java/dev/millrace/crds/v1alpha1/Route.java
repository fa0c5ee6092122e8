package dev.millrace.crds.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.millrace.crds.schema.ListMap;
import dev.millrace.crds.schema.Wire;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.List;

/** Where requests of an app go that is split over nodes or moved away. */
@Wire
public record Route(
        @Required @JsonPropertyDescription("The InferenceApp.")
        NamespacedName app,

        @Required @Size(min = 1, max = 64) @ListMap("node") @JsonPropertyDescription("The replicas.")
        List<RouteTarget> targets) {}
