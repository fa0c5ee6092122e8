package dev.millrace.deviceplugin.dra;

import dev.millrace.deviceplugin.kubelet.DeviceSource;
import dev.millrace.deviceplugin.kubelet.OfferedDevice;
import dev.millrace.deviceplugin.kubelet.Sightings;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Looks for devices, publishes them and has the kubelet served, until it is stopped. */
public final class DraDriver implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(DraDriver.class.getName());
    private static final Duration FIRST_RETRY = Duration.ofSeconds(1);
    private static final Duration LAST_RETRY = Duration.ofSeconds(30);
    private static final long STOP_MS = 3000;
    private static final int REQUEST_TIMEOUT_MS = 15_000;

    /** Warns of a channel option that Unix sockets do not have, at each connection. Held, as loggers are collected. */
    private static final Logger NETTY = Logger.getLogger("io.netty.bootstrap");

    private final DraOptions options;
    private final DeviceSource source;
    private final Sightings sightings;
    private final SlicePublisher publisher;
    private final DraServer server;
    private final CountDownLatch stop = new CountDownLatch(1);
    private volatile List<OfferedDevice> devices = List.of();
    private String problem = "";

    DraDriver(DraOptions options, DeviceSource source, AllocatedClaims allocated, SlicePublisher publisher) {
        this.options = options;
        this.source = source;
        this.sightings = new Sightings(options.looks(), 0);
        this.publisher = publisher;
        Claims claims = new Claims(
                () -> devices, allocated, new ClaimRecords(options.folder().resolve("claims")), new ClaimCdi(options));
        this.server =
                new DraServer(options, new DraService(claims), new RegistrationService(options, publisher::check));
    }

    /** Serves until the process is told to end, as the Pod's or the user's own identity. */
    public static void serve(DraOptions options, DeviceSource source) throws InterruptedException {
        NETTY.setLevel(Level.SEVERE);
        try (ApiServer api = new ApiServer(client(), options);
                SlicePublisher publisher = new SlicePublisher(api, FIRST_RETRY, LAST_RETRY);
                DraDriver driver = new DraDriver(options, source, api, publisher)) {
            Thread serving = Thread.currentThread();
            Runtime.getRuntime().addShutdownHook(new Thread(() -> driver.stop(serving), "stop"));
            publisher.start();
            api.watch(publisher::check);
            driver.run();
        }
    }

    /** A kubelet waits for an answer; trying again is left to it, and to the publisher. */
    private static KubernetesClient client() {
        return new KubernetesClientBuilder()
                .withConfig(new ConfigBuilder(Config.autoConfigure(null))
                        .withRequestTimeout(REQUEST_TIMEOUT_MS)
                        .withRequestRetryBackoffLimit(0)
                        .build())
                .build();
    }

    /** A signal: the thread that serves takes its time to take the sockets away, but not for ever. */
    private void stop(Thread serving) {
        stop();
        try {
            serving.join(STOP_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Until {@link #stop}. What is published stays then: the kubelet deletes it if nobody comes back within 30 s. */
    void run() throws InterruptedException {
        boolean first = true;
        do {
            look(first);
            listen();
            first = false;
        } while (!stop.await(options.every().toMillis(), TimeUnit.MILLISECONDS));
    }

    private void look(boolean first) {
        try {
            List<OfferedDevice> now = sightings.look(source.find());
            if (first || !now.equals(devices)) {
                devices = now;
                publisher.devices(now);
                LOG.log(
                        System.Logger.Level.INFO,
                        "{0}: {1}",
                        options.driver(),
                        now.stream()
                                .map(device -> device.healthy() ? device.id() : device.id() + "!")
                                .toList());
            }
        } catch (IOException e) {
            say("devices cannot be read: " + e.getMessage());
        }
    }

    private void listen() {
        try {
            if (server.keepListening()) {
                LOG.log(System.Logger.Level.INFO, "listening on {0}", options.registrationSocket());
            }
        } catch (IOException e) {
            say("cannot listen: " + e.getMessage());
        }
    }

    /** Once, not at every look. */
    private void say(String text) {
        if (!text.equals(problem)) {
            problem = text;
            LOG.log(System.Logger.Level.WARNING, text);
        }
    }

    /** Has {@link #run} return. From any thread. */
    void stop() {
        stop.countDown();
    }

    /** Only once {@link #run} has returned. */
    @Override
    public void close() {
        server.close();
    }
}
