package dev.millrace.deviceplugin.kubelet;

import dev.millrace.deviceplugin.kubelet.api.RegisterRequest;
import dev.millrace.deviceplugin.kubelet.api.RegistrationGrpc;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.NettyServerBuilder;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.epoll.EpollEventLoopGroup;
import io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** The plugin's socket, and its entry with the kubelet: both are made again after a restart of the kubelet. */
final class PluginServer implements AutoCloseable {
    private static final String API_VERSION = "v1beta1";
    private static final int TIMEOUT_SECONDS = 5;

    private final PluginOptions options;
    private final PluginService service;
    private final EventLoopGroup loop = new EpollEventLoopGroup(1);
    private final Path socket;
    private final Path kubelet;
    private @org.jspecify.annotations.Nullable Server server;

    PluginServer(PluginOptions options, PluginService service) {
        this.options = options;
        this.service = service;
        this.socket = options.folder().resolve(options.socketName());
        this.kubelet = options.folder().resolve("kubelet.sock");
    }

    /** The kubelet's own socket; a new one each time the kubelet starts. */
    Path kubeletSocket() {
        return kubelet;
    }

    /** Whether the plugin's socket is still in its place: a kubelet that starts removes all sockets of plugins. */
    boolean listening() {
        return server != null && Files.exists(socket);
    }

    /** Listens anew, and tells the kubelet. @throws IOException where one of them fails; nothing is left listening */
    void register() throws IOException {
        stop();
        Files.deleteIfExists(socket);
        server = NettyServerBuilder.forAddress(new DomainSocketAddress(socket.toFile()))
                .channelType(EpollServerDomainSocketChannel.class)
                .bossEventLoopGroup(loop)
                .workerEventLoopGroup(loop)
                .directExecutor()
                .addService(service)
                .build()
                .start();
        ManagedChannel channel = NettyChannelBuilder.forAddress(new DomainSocketAddress(kubelet.toFile()))
                .channelType(EpollDomainSocketChannel.class)
                .eventLoopGroup(loop)
                .usePlaintext()
                .overrideAuthority("localhost")
                .build();
        try {
            RegistrationGrpc.newBlockingStub(channel)
                    .withDeadlineAfter(TIMEOUT_SECONDS, TimeUnit.SECONDS)
                    .register(RegisterRequest.newBuilder()
                            .setVersion(API_VERSION)
                            .setEndpoint(options.socketName())
                            .setResourceName(options.resourceName())
                            .setOptions(PluginService.OPTIONS)
                            .build());
        } catch (StatusRuntimeException e) {
            stop();
            throw new IOException("the kubelet does not take the registration: " + e.getMessage(), e);
        } finally {
            channel.shutdownNow();
        }
    }

    private void stop() {
        if (server != null) {
            server.shutdownNow();
            server = null;
        }
    }

    @Override
    public void close() {
        stop();
        try {
            Files.deleteIfExists(socket);
        } catch (IOException e) {
            // Nobody listens behind it any more; the next start removes it.
        }
        loop.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }
}
