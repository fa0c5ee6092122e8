package dev.millrace.operator.controller;

import dev.millrace.crds.schema.CrdFile;
import dev.millrace.crds.schema.CrdVersion;
import dev.millrace.operator.condition.Reason;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Compares the cluster's CustomResourceDefinitions with those that this operator was built with, when it takes the lead and
 * every few minutes after, as definitions are upgraded under a running operator. Another version is told by
 * log, Event and metric; the definitions are the administrator's, and the operator goes on with what it knows of them: it
 * ignores fields it does not know when it reads, and applies only its own when it writes.
 */
@ApplicationScoped
public class CrdVersions {
    private static final Logger LOG = Logger.getLogger(CrdVersions.class);
    private static final long PERIOD_SECONDS = 120;

    private final KubernetesClient client;
    private final EventRecorder events;
    private final MeterRegistry registry;
    private final Map<String, Integer> versions = new ConcurrentHashMap<>();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("crd-versions").daemon().factory());

    CrdVersions(KubernetesClient client, EventRecorder events, MeterRegistry registry) {
        this.client = client;
        this.events = events;
        this.registry = registry;
        Gauge.builder("millrace_crd_supported_version", () -> CrdVersion.CURRENT)
                .description("Version of the CustomResourceDefinitions that this operator was built with")
                .register(registry);
    }

    /** Looks now, and again every few minutes. */
    void start() {
        check();
        clock.scheduleWithFixedDelay(this::check, PERIOD_SECONDS, PERIOD_SECONDS, TimeUnit.SECONDS);
    }

    void stop() {
        clock.shutdownNow();
    }

    /** A definition that cannot be read is no reason not to run. */
    private void check() {
        for (CrdFile file : CrdFile.values()) {
            try {
                CustomResourceDefinition definition = client.apiextensions()
                        .v1()
                        .customResourceDefinitions()
                        .withName(file.crdName())
                        .get();
                if (definition != null) {
                    report(definition, CrdVersion.of(definition.getMetadata().getAnnotations()));
                }
            } catch (RuntimeException e) {
                // Whatever it is: thrown on, it would end the looking for good.
                LOG.warnf("the version of the CRD %s is not known: %s", file.crdName(), e.getMessage());
            }
        }
    }

    private void report(CustomResourceDefinition definition, int version) {
        String name = definition.getMetadata().getName();
        Integer before = versions.put(name, version);
        if (before == null) {
            Gauge.builder("millrace_crd_version", () -> versions.get(name))
                    .description("Version of a CustomResourceDefinition in the cluster")
                    .tag("crd", name)
                    .register(registry);
        }
        if (version == CrdVersion.CURRENT || (before != null && before == version)) {
            return;
        }
        boolean newer = version > CrdVersion.CURRENT;
        events.record(
                definition,
                EventRecorder.WARNING,
                newer ? Reason.NewerCRD : Reason.OlderCRD,
                "the CRD is of version " + version + ", this operator of version " + CrdVersion.CURRENT
                        + (newer
                                ? "; fields it does not know are left as they are. Maybe upgrade the operator"
                                : "; the cluster drops fields it does not know. Maybe apply the newer CRDs:"
                                        + " millrace crds | kubectl apply --server-side -f -"));
    }
}
