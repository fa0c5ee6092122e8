package dev.millrace.operator.console;

import dev.millrace.operator.history.PlanHistory;
import dev.millrace.operator.history.PublishedPlan;
import dev.millrace.placement.model.AppRef;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/** What the console shows. All of it is read-only for the cluster. */
@Path("/api/v1")
@Produces(MediaType.APPLICATION_JSON)
public class ConsoleResource {
    private static final int TOO_MANY_REQUESTS = 429;

    private final Pictures pictures;
    private final PlanHistory history;
    private final WhatIf whatIf;

    ConsoleResource(Pictures pictures, PlanHistory history, WhatIf whatIf) {
        this.pictures = pictures;
        this.history = history;
        this.whatIf = whatIf;
    }

    @GET
    @Path("cluster")
    @Operation(operationId = "getCluster", summary = "Nodes, devices, their predicted utilisation and what is on them")
    public ClusterDocument cluster() {
        return ClusterMap.of(pictures.current());
    }

    @GET
    @Path("apps")
    @Operation(
            operationId = "listApps",
            summary = "Apps with objective, predicted and observed response time, and why one is refused")
    public List<AppDocument> apps() {
        return AppList.of(pictures.current());
    }

    @GET
    @Path("apps/{namespace}/{name}")
    @Operation(operationId = "getApp", summary = "Everything known of one app, and the apps beside it")
    @APIResponse(responseCode = "200", description = "The app")
    @APIResponse(responseCode = "404", description = "There is no such app")
    public AppDocument.Detail app(@PathParam("namespace") String namespace, @PathParam("name") String name) {
        return AppList.detail(pictures.current(), new AppRef(namespace, name)).orElseThrow(NotFoundException::new);
    }

    @GET
    @Path("plans")
    @Operation(
            operationId = "listPlans",
            summary = "The last plans that changed something for an app, newest first, since this operator started")
    public List<PublishedPlan> plans() {
        return history.plans();
    }

    @POST
    @Path("what-if")
    @Consumes({"application/yaml", MediaType.APPLICATION_JSON})
    @Operation(
            operationId = "whatIf",
            summary = "Where InferenceApps would go and what they would do to every neighbour, without applying them")
    @RequestBody(
            description = "InferenceApps, and InferenceModels that they need and the cluster lacks; YAML or JSON",
            content = {
                @Content(mediaType = "application/yaml", schema = @Schema(implementation = String.class)),
                @Content(mediaType = "application/json", schema = @Schema(implementation = String.class))
            })
    @APIResponse(responseCode = "200", description = "What would happen, or what is wrong with the input")
    @APIResponse(responseCode = "429", description = "Another question is being answered")
    public WhatIfDocument whatIf(String manifests) {
        return whatIf.ask(manifests).orElseThrow(() -> new WebApplicationException(TOO_MANY_REQUESTS));
    }
}
