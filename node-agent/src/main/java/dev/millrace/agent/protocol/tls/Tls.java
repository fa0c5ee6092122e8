package dev.millrace.agent.protocol.tls;

import io.grpc.ChannelCredentials;
import io.grpc.ServerCredentials;
import io.grpc.TlsChannelCredentials;
import io.grpc.TlsServerCredentials;
import io.grpc.util.AdvancedTlsX509KeyManager;
import io.grpc.util.AdvancedTlsX509TrustManager;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.TrustOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * TLS of all of the agent's servers and of its connections to other agents. Files that change are taken up by connections
 * made from then on; those that cannot be read leave what was there before.
 */
public final class Tls implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(Tls.class);
    private static final long CHECK_SECONDS = 10;

    private final TlsFiles files;
    private final AdvancedTlsX509KeyManager keys = new AdvancedTlsX509KeyManager();
    private final @Nullable AdvancedTlsX509TrustManager trust;
    private final ScheduledExecutorService checks = new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().name("certificates").daemon().factory());
    private List<FileTime> taken;

    /** @throws IOException where a file is missing or holds something else */
    public Tls(TlsFiles files) throws IOException {
        this.files = files;
        try {
            this.trust = files.authorities() == null
                    ? null
                    : AdvancedTlsX509TrustManager.newBuilder().build();
            this.taken = times();
            take();
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IOException("certificates do not load: " + e.getMessage(), e);
        }
        checks.scheduleWithFixedDelay(this::reloadIfChanged, CHECK_SECONDS, CHECK_SECONDS, TimeUnit.SECONDS);
    }

    /** Takes changed files up; runs by itself every ten seconds. */
    public synchronized void reloadIfChanged() {
        try {
            List<FileTime> now = times();
            if (!now.equals(taken)) {
                take();
                taken = now;
                LOG.infof("%s: certificate taken up", files.certificate());
            }
        } catch (IOException | GeneralSecurityException | RuntimeException e) {
            LOG.warnf("%s stays as it was: %s", files.certificate(), e.getMessage());
        }
    }

    private void take() throws IOException, GeneralSecurityException {
        keys.updateIdentityCredentials(files.certificate().toFile(), files.key().toFile());
        Path authorities = files.authorities();
        if (trust != null && authorities != null) {
            trust.updateTrustCredentials(authorities.toFile());
        }
    }

    private List<FileTime> times() throws IOException {
        List<FileTime> times = new ArrayList<>();
        times.add(Files.getLastModifiedTime(files.certificate()));
        times.add(Files.getLastModifiedTime(files.key()));
        if (files.authorities() != null) {
            times.add(Files.getLastModifiedTime(files.authorities()));
        }
        return times;
    }

    /** Name that certificates of other agents have to carry. */
    public String agentName() {
        return files.agentName();
    }

    /** @param clients whether this server asks clients for certificates as the files say */
    public void secure(HttpServerOptions options, boolean clients) {
        options.setSsl(true).setUseAlpn(true).setKeyCertOptions(KeyCertOptions.wrap(keys));
        if (trust != null && clients) {
            options.setTrustOptions(TrustOptions.wrap(trust))
                    .setClientAuth(files.clientsRequired() ? ClientAuth.REQUIRED : ClientAuth.REQUEST);
        }
    }

    public void secure(HttpClientOptions options) {
        options.setSsl(true).setVerifyHost(true).setKeyCertOptions(KeyCertOptions.wrap(keys));
        if (trust != null) {
            options.setTrustOptions(TrustOptions.wrap(trust));
        }
    }

    public ServerCredentials server() {
        TlsServerCredentials.Builder credentials =
                TlsServerCredentials.newBuilder().keyManager(keys);
        if (trust != null) {
            credentials
                    .trustManager(trust)
                    .clientAuth(
                            files.clientsRequired()
                                    ? TlsServerCredentials.ClientAuth.REQUIRE
                                    : TlsServerCredentials.ClientAuth.OPTIONAL);
        }
        return credentials.build();
    }

    public ChannelCredentials channel() {
        TlsChannelCredentials.Builder credentials =
                TlsChannelCredentials.newBuilder().keyManager(keys);
        if (trust != null) {
            credentials.trustManager(trust);
        }
        return credentials.build();
    }

    @Override
    public void close() {
        checks.shutdownNow();
    }
}
