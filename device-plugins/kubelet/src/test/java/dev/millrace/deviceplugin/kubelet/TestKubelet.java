package dev.millrace.deviceplugin.kubelet;

import dev.millrace.deviceplugin.kubelet.api.DevicePluginGrpc;
import dev.millrace.deviceplugin.kubelet.api.Empty;
import dev.millrace.deviceplugin.kubelet.api.ListAndWatchResponse;
import dev.millrace.deviceplugin.kubelet.api.RegisterRequest;
import dev.millrace.deviceplugin.kubelet.api.RegistrationGrpc;
import io.grpc.Context;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.epoll.EpollEventLoopGroup;
import io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The kubelet's side of the API, over real sockets: takes registrations and watches the devices of whoever registers. The
 * real kubelet is tested in the module install.
 */
final class TestKubelet implements AutoCloseable {
    final List<RegisterRequest> registrations = new CopyOnWriteArrayList<>();
    final List<ListAndWatchResponse> lists = new CopyOnWriteArrayList<>();

    private final Path folder;
    private final EventLoopGroup loop = new EpollEventLoopGroup(1);
    private final Server server;
    private volatile ManagedChannel channel;

    private TestKubelet(Path folder) throws IOException {
        this.folder = folder;
        Path socket = folder.resolve("kubelet.sock");
        Files.deleteIfExists(socket);
        this.server = NettyServerBuilder.forAddress(new DomainSocketAddress(socket.toFile()))
                .channelType(EpollServerDomainSocketChannel.class)
                .bossEventLoopGroup(loop)
                .workerEventLoopGroup(loop)
                .addService(new Registrations())
                .build()
                .start();
    }

    static TestKubelet in(Path folder) throws IOException {
        return new TestKubelet(folder);
    }

    DevicePluginGrpc.DevicePluginBlockingStub plugin() {
        return DevicePluginGrpc.newBlockingStub(channel);
    }

    private final class Registrations extends RegistrationGrpc.RegistrationImplBase {
        @Override
        public void register(RegisterRequest request, StreamObserver<Empty> answer) {
            answer.onNext(Empty.getDefaultInstance());
            answer.onCompleted();
            channel = NettyChannelBuilder.forAddress(new DomainSocketAddress(
                            folder.resolve(request.getEndpoint()).toFile()))
                    .channelType(EpollDomainSocketChannel.class)
                    .eventLoopGroup(loop)
                    .usePlaintext()
                    .overrideAuthority("localhost")
                    .build();
            // Not as a part of this call, with which it would end.
            Context.ROOT.run(this::watch);
            registrations.add(request);
        }

        private void watch() {
            DevicePluginGrpc.newStub(channel).listAndWatch(Empty.getDefaultInstance(), new StreamObserver<>() {
                @Override
                public void onNext(ListAndWatchResponse value) {
                    lists.add(value);
                }

                @Override
                public void onError(Throwable failure) {}

                @Override
                public void onCompleted() {}
            });
        }
    }

    @Override
    public void close() {
        if (channel != null) {
            channel.shutdownNow();
        }
        server.shutdownNow();
        loop.shutdownGracefully();
    }
}
