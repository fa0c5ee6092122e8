package dev.millrace.deviceplugin.kubelet;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Keeps the kubelet informed of a node's devices, until it is closed. */
public final class DevicePlugin implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(DevicePlugin.class.getName());

    private static final long STOP_MS = 3000;

    /** Warns of a channel option that Unix sockets do not have, at each connection. Held, as loggers are collected. */
    private static final Logger NETTY = Logger.getLogger("io.netty.bootstrap");

    private final PluginOptions options;
    private final DeviceSource source;
    private final Sightings sightings;
    private final Offer offer = new Offer();
    private final PluginServer server;
    private final CountDownLatch stop = new CountDownLatch(1);
    private @Nullable Object registeredWith;
    private String problem = "";

    public DevicePlugin(PluginOptions options, DeviceSource source) {
        this.options = options;
        this.source = source;
        this.sightings = new Sightings(options.looks(), options.movedLooks());
        this.server = new PluginServer(options, new PluginService(offer, options));
    }

    /** Offers devices until the process is told to end. */
    public static void serve(PluginOptions options, DeviceSource source) throws InterruptedException {
        NETTY.setLevel(Level.SEVERE);
        try (DevicePlugin plugin = new DevicePlugin(options, source)) {
            Thread serving = Thread.currentThread();
            Runtime.getRuntime().addShutdownHook(new Thread(() -> plugin.stop(serving), "stop"));
            plugin.run();
        }
    }

    /** A signal: the thread that serves takes its time to take the socket away, but not for ever. */
    private void stop(Thread serving) {
        stop();
        try {
            serving.join(STOP_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Looks for devices and for a new kubelet until {@link #stop}, on the caller's thread. */
    public void run() throws InterruptedException {
        do {
            look();
            keepRegistered();
        } while (!stop.await(options.every().toMillis(), TimeUnit.MILLISECONDS));
    }

    private void look() {
        try {
            List<OfferedDevice> now = sightings.look(source.find());
            if (options.cdiFolder() != null && !now.equals(offer.devices())) {
                // Before the kubelet hears of a device, the runtime must know its name.
                new CdiSpec(options.resourceName()).write(options.cdiFolder(), now);
            }
            if (offer.change(now)) {
                LOG.log(System.Logger.Level.INFO, "{0}: {1}", options.resourceName(), offer.summary());
            }
        } catch (IOException e) {
            say("devices cannot be read: " + e.getMessage());
        }
    }

    private void keepRegistered() {
        try {
            Object kubelet = identity(server.kubeletSocket());
            if (server.listening() && Objects.equals(kubelet, registeredWith)) {
                return;
            }
            server.register();
            registeredWith = kubelet;
            problem = "";
            LOG.log(System.Logger.Level.INFO, "registered {0} with the kubelet", options.resourceName());
        } catch (IOException e) {
            registeredWith = null;
            say(e.getMessage() == null ? e.toString() : e.getMessage());
        }
    }

    /** A file of that name made again has another one. */
    private static Object identity(Path file) throws IOException {
        BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
        return List.of(String.valueOf(attributes.fileKey()), attributes.creationTime());
    }

    /** Once, not at every look. */
    private void say(String text) {
        if (!text.equals(problem)) {
            problem = text;
            LOG.log(System.Logger.Level.WARNING, text);
        }
    }

    /** Has {@link #run} return. From any thread. */
    public void stop() {
        stop.countDown();
    }

    /** Only once {@link #run} has returned: the server's loop ends once, and whoever closes it twice may wait for ever. */
    @Override
    public void close() {
        server.close();
    }
}
