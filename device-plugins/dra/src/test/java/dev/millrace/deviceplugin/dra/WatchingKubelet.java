package dev.millrace.deviceplugin.dra;

import dev.millrace.deviceplugin.dra.api.Claim;
import dev.millrace.deviceplugin.dra.api.DRAPluginGrpc;
import dev.millrace.deviceplugin.dra.api.NodePrepareResourceResponse;
import dev.millrace.deviceplugin.dra.api.NodePrepareResourcesRequest;
import dev.millrace.deviceplugin.dra.api.NodeUnprepareResourceResponse;
import dev.millrace.deviceplugin.dra.api.NodeUnprepareResourcesRequest;
import dev.millrace.deviceplugin.dra.registration.InfoRequest;
import dev.millrace.deviceplugin.dra.registration.PluginInfo;
import dev.millrace.deviceplugin.dra.registration.RegistrationGrpc;
import dev.millrace.deviceplugin.dra.registration.RegistrationStatus;
import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.epoll.EpollEventLoopGroup;
import io.netty.channel.unix.DomainSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The kubelet's side, over real sockets: takes the registration of what it finds. The real one is in the module install. */
final class WatchingKubelet implements AutoCloseable {
    private static final int SECONDS = 10;

    private final EventLoopGroup loop = new EpollEventLoopGroup(1);
    private final ManagedChannel registration;
    private final ManagedChannel plugin;
    private final PluginInfo info;

    /** Connects to the socket in the watched folder, asks what it is, takes it, and connects to what it names. */
    WatchingKubelet(Path socket) {
        registration = channel(socket);
        info = registry().getInfo(InfoRequest.getDefaultInstance());
        plugin = channel(Path.of(info.getEndpoint()));
        registry()
                .notifyRegistrationStatus(RegistrationStatus.newBuilder()
                        .setPluginRegistered(true)
                        .build());
    }

    PluginInfo info() {
        return info;
    }

    Map<String, NodePrepareResourceResponse> prepare(ClaimName... claims) {
        return DRAPluginGrpc.newBlockingStub(plugin)
                .withDeadlineAfter(SECONDS, TimeUnit.SECONDS)
                .nodePrepareResources(NodePrepareResourcesRequest.newBuilder()
                        .addAllClaims(asked(claims))
                        .build())
                .getClaimsMap();
    }

    Map<String, NodeUnprepareResourceResponse> unprepare(ClaimName... claims) {
        return DRAPluginGrpc.newBlockingStub(plugin)
                .withDeadlineAfter(SECONDS, TimeUnit.SECONDS)
                .nodeUnprepareResources(NodeUnprepareResourcesRequest.newBuilder()
                        .addAllClaims(asked(claims))
                        .build())
                .getClaimsMap();
    }

    private static List<Claim> asked(ClaimName... claims) {
        return List.of(claims).stream()
                .map(claim -> Claim.newBuilder()
                        .setNamespace(claim.namespace())
                        .setName(claim.name())
                        .setUid(claim.uid())
                        .build())
                .toList();
    }

    private RegistrationGrpc.RegistrationBlockingStub registry() {
        return RegistrationGrpc.newBlockingStub(registration).withDeadlineAfter(SECONDS, TimeUnit.SECONDS);
    }

    private ManagedChannel channel(Path socket) {
        return NettyChannelBuilder.forAddress(new DomainSocketAddress(socket.toFile()))
                .channelType(EpollDomainSocketChannel.class)
                .eventLoopGroup(loop)
                .usePlaintext()
                .overrideAuthority("localhost")
                .build();
    }

    @Override
    public void close() {
        registration.shutdownNow();
        plugin.shutdownNow();
        loop.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }
}
