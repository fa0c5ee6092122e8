package dev.millrace.operator.controller;

import dev.millrace.crds.v1alpha1.InferenceApp;
import dev.millrace.operator.inferenceapp.AppEndpointSlices;
import dev.millrace.operator.inferenceapp.AppObservation;
import dev.millrace.operator.inferenceapp.AppService;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.Mappers;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Compares an app's Service and EndpointSlices with what they are to be, and writes the difference. */
@ApplicationScoped
public class AppNetwork {
    private @Nullable InformerEventSource<Service, InferenceApp> services;
    private @Nullable InformerEventSource<EndpointSlice, InferenceApp> slices;

    List<EventSource<?, InferenceApp>> sources(EventSourceContext<InferenceApp> context) {
        services = source(Service.class, "app.kubernetes.io/managed-by=" + FieldManager.NAME, context);
        slices = source(
                EndpointSlice.class, AppEndpointSlices.MANAGED_BY_LABEL + "=" + AppEndpointSlices.MANAGED_BY, context);
        return List.of(services, slices);
    }

    private static <T extends HasMetadata> InformerEventSource<T, InferenceApp> source(
            Class<T> type, String selector, EventSourceContext<InferenceApp> context) {
        return new InformerEventSource<>(
                InformerEventSourceConfiguration.from(type, InferenceApp.class)
                        .withLabelSelector(selector)
                        .withSecondaryToPrimaryMapper(Mappers.fromOwnerReferences(InferenceApp.class))
                        .withNamespacesInheritedFromController()
                        .build(),
                context);
    }

    /**
     * Whether a Service of the app's name exists that is not ours. Asks the API server only while the app has no Service:
     * the cache holds none but ours.
     */
    boolean conflicts(InferenceApp app, Context<InferenceApp> context) {
        if (service(app).isPresent()) {
            return false;
        }
        Service foreign = context.getClient()
                .services()
                .inNamespace(app.getMetadata().getNamespace())
                .withName(app.getMetadata().getName())
                .get();
        return foreign != null && !AppService.isOurs(foreign, app);
    }

    /** Whether the app has a Service of ours. */
    boolean serves(InferenceApp app) {
        return service(app).isPresent();
    }

    /** Writes what differs; a slice that is no longer wanted is deleted. */
    void apply(AppObservation seen, Context<InferenceApp> context) {
        if (!seen.serviceConflict() && seen.decision().placed()) {
            Service desired = AppService.of(seen.app());
            if (service(seen.app())
                    .filter(actual -> AppService.matches(actual, desired))
                    .isEmpty()) {
                context.resourceOperations().serverSideApply(desired, services);
            }
        }
        Map<String, EndpointSlice> standing = new HashMap<>();
        slices(seen.app()).forEach(slice -> standing.put(slice.getMetadata().getName(), slice));
        for (EndpointSlice desired : AppEndpointSlices.of(seen)) {
            EndpointSlice actual = standing.remove(desired.getMetadata().getName());
            if (actual == null || !AppEndpointSlices.matches(actual, desired)) {
                context.resourceOperations().serverSideApply(desired, slices);
            }
        }
        standing.values().forEach(slice -> context.getClient().resource(slice).delete());
    }

    private Optional<Service> service(InferenceApp app) {
        return Objects.requireNonNull(services)
                .get(new ResourceID(
                        app.getMetadata().getName(), app.getMetadata().getNamespace()))
                .filter(service -> AppService.isOurs(service, app));
    }

    /** By the index of owners: a look through all slices for each app would grow with the square of the apps. */
    private Set<EndpointSlice> slices(InferenceApp app) {
        return Objects.requireNonNull(slices).getSecondaryResources(app);
    }
}
