package dev.millrace.deviceplugin.dra;

import io.grpc.BindableService;
import io.grpc.Server;
import io.grpc.netty.NettyServerBuilder;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.epoll.EpollEventLoopGroup;
import io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * The driver's two sockets. A kubelet that starts finds the one for registration by itself, so they stay as they are; they
 * are made anew only where somebody took them away.
 */
final class DraServer implements AutoCloseable {
    private final DraOptions options;
    private final DraService service;
    private final RegistrationService registration;
    private final EventLoopGroup loop = new EpollEventLoopGroup(1);
    /** Preparing a claim waits for the API server. */
    private final ExecutorService calls = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("claims").factory());

    private final List<Server> servers = new ArrayList<>();

    DraServer(DraOptions options, DraService service, RegistrationService registration) {
        this.options = options;
        this.service = service;
        this.registration = registration;
    }

    /** Listens, if it does not yet. @return whether it had to begin */
    boolean keepListening() throws IOException {
        if (!servers.isEmpty() && Files.exists(options.socket()) && Files.exists(options.registrationSocket())) {
            return false;
        }
        stop();
        // Only once it can be served the kubelet may hear of it.
        servers.add(listen(options.socket(), service));
        servers.add(listen(options.registrationSocket(), registration));
        return true;
    }

    private Server listen(Path socket, BindableService what) throws IOException {
        Files.createDirectories(socket.getParent());
        Files.deleteIfExists(socket);
        return NettyServerBuilder.forAddress(new DomainSocketAddress(socket.toFile()))
                .channelType(EpollServerDomainSocketChannel.class)
                .bossEventLoopGroup(loop)
                .workerEventLoopGroup(loop)
                .executor(calls)
                .addService(what)
                .build()
                .start();
    }

    private void stop() throws IOException {
        Files.deleteIfExists(options.registrationSocket());
        Files.deleteIfExists(options.socket());
        servers.forEach(Server::shutdownNow);
        servers.clear();
    }

    @Override
    public void close() {
        try {
            stop();
        } catch (IOException e) {
            // Nobody listens behind it any more; the next start removes it.
            servers.forEach(Server::shutdownNow);
        }
        calls.shutdownNow();
        loop.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }
}
