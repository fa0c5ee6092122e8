package dev.millrace.deviceplugin.dra;

import dev.millrace.deviceplugin.dra.registration.InfoRequest;
import dev.millrace.deviceplugin.dra.registration.PluginInfo;
import dev.millrace.deviceplugin.dra.registration.RegistrationGrpc;
import dev.millrace.deviceplugin.dra.registration.RegistrationStatus;
import dev.millrace.deviceplugin.dra.registration.RegistrationStatusResponse;
import io.grpc.stub.StreamObserver;

/** Tells the kubelet what this is, and hears what becomes of it. */
final class RegistrationService extends RegistrationGrpc.RegistrationImplBase {
    private static final System.Logger LOG = System.getLogger(RegistrationService.class.getName());

    private final PluginInfo info;
    private final Runnable registered;

    /** @param registered told each time that the kubelet has taken the registration */
    RegistrationService(DraOptions options, Runnable registered) {
        this.info = PluginInfo.newBuilder()
                .setType("DRAPlugin")
                .setName(options.driver())
                .setEndpoint(options.socket().toString())
                .addSupportedVersions("v1.DRAPlugin")
                .build();
        this.registered = registered;
    }

    @Override
    public void getInfo(InfoRequest request, StreamObserver<PluginInfo> answer) {
        answer.onNext(info);
        answer.onCompleted();
    }

    @Override
    public void notifyRegistrationStatus(
            RegistrationStatus request, StreamObserver<RegistrationStatusResponse> answer) {
        if (request.getPluginRegistered()) {
            LOG.log(System.Logger.Level.INFO, "registered {0} with the kubelet", info.getName());
            registered.run();
        } else {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "the kubelet does not take {0}: {1}",
                    info.getName(),
                    request.getError());
        }
        answer.onNext(RegistrationStatusResponse.getDefaultInstance());
        answer.onCompleted();
    }
}
