package dev.millrace.operator.controller;

import dev.millrace.operator.condition.Reason;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.MicroTime;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.fabric8.kubernetes.api.model.events.v1.EventBuilder;
import io.fabric8.kubernetes.api.model.events.v1.EventSeriesBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.HttpURLConnection;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Objects;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * Writes Kubernetes Events, one after another in the background, so that what is decided does not wait for what is told. The
 * same thing said again about the same object is counted on the Event that exists, as its name comes from what it says. An
 * Event that cannot be written, or finds too many waiting, is logged and dropped: no decision depends on one.
 */
@ApplicationScoped
public class EventRecorder {
    /** Type of an ordinary Event. */
    static final String NORMAL = "Normal";

    /** Type of an Event that asks for attention. */
    static final String WARNING = "Warning";

    private static final Logger LOG = Logger.getLogger(EventRecorder.class);
    private static final int MAX_NOTE = 1024;
    private static final int MAX_OBJECT_NAME = 200;
    private static final DateTimeFormatter MICROS =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

    /** A change of every app of a large cluster finds room; a few megabytes. */
    private static final int MOST_WAITING = 10_000;

    private static final Duration LAST_WORDS = Duration.ofSeconds(1);

    private final KubernetesClient client;
    private final String instance;
    private final Leadership leadership;
    private final ThreadPoolExecutor writer = new ThreadPoolExecutor(
            1,
            1,
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(MOST_WAITING),
            Thread.ofPlatform().daemon().name("events").factory());

    EventRecorder(
            KubernetesClient client,
            @ConfigProperty(name = "millrace.instance") String instance,
            Leadership leadership) {
        this.client = client;
        this.instance = instance;
        this.leadership = leadership;
    }

    /** Writes what can be written within a second; what is recorded later is dropped. */
    void stop() {
        writer.shutdown();
        try {
            if (!writer.awaitTermination(LAST_WORDS.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warnf("%d Events were not written", writer.shutdownNow().size());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    void record(HasMetadata regarding, String type, Reason reason, String note) {
        LOG.infof("%s %s: %s: %s", regarding.getKind(), regarding.getMetadata().getName(), reason, note);
        Event event = event(regarding, type, reason, note);
        try {
            writer.execute(() -> write(event));
        } catch (RejectedExecutionException e) {
            LOG.warnf(
                    "Event %s was not written: too many wait, or the operator ends",
                    event.getMetadata().getName());
        }
    }

    private void write(Event event) {
        if (!leadership.held()) {
            return;
        }
        try {
            client.resource(event).create();
        } catch (KubernetesClientException e) {
            if (e.getCode() == HttpURLConnection.HTTP_CONFLICT) {
                count(event);
            } else {
                LOG.warnf("Event %s was not written: %s", event.getMetadata().getName(), e.getMessage());
            }
        }
    }

    private void count(Event event) {
        try {
            client.resource(event).edit(standing -> {
                int before = standing.getSeries() == null
                        ? 1
                        : Objects.requireNonNullElse(standing.getSeries().getCount(), 1);
                standing.setSeries(new EventSeriesBuilder()
                        .withCount(before + 1)
                        .withLastObservedTime(event.getEventTime())
                        .build());
                return standing;
            });
        } catch (KubernetesClientException e) {
            LOG.warnf("Event %s was not counted: %s", event.getMetadata().getName(), e.getMessage());
        }
    }

    private Event event(HasMetadata regarding, String type, Reason reason, String note) {
        String namespace = Objects.requireNonNullElse(regarding.getMetadata().getNamespace(), "default");
        String object = regarding.getMetadata().getName();
        String shortNote = note.length() <= MAX_NOTE ? note : note.substring(0, MAX_NOTE - 1) + "…";
        String prefix = object.length() <= MAX_OBJECT_NAME ? object : object.substring(0, MAX_OBJECT_NAME);
        return new EventBuilder()
                .withNewMetadata()
                .withName(prefix + "." + checksum(regarding.getMetadata().getUid(), reason.name(), shortNote))
                .withNamespace(namespace)
                .endMetadata()
                .withNewRegarding()
                .withApiVersion(regarding.getApiVersion())
                .withKind(regarding.getKind())
                .withNamespace(regarding.getMetadata().getNamespace())
                .withName(object)
                .withUid(regarding.getMetadata().getUid())
                .endRegarding()
                .withEventTime(new MicroTime(MICROS.format(Instant.now())))
                .withReportingController("millrace.dev/operator")
                .withReportingInstance(instance)
                .withType(type)
                .withReason(reason.name())
                .withAction("Reconcile")
                .withNote(shortNote)
                .build();
    }

    private static String checksum(String... parts) {
        CRC32 checksum = new CRC32();
        for (String part : parts) {
            checksum.update(part.getBytes(StandardCharsets.UTF_8));
            checksum.update(0);
        }
        return HexFormat.of().toHexDigits((int) checksum.getValue());
    }
}
