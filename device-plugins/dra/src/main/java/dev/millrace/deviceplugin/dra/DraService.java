package dev.millrace.deviceplugin.dra;

import dev.millrace.deviceplugin.dra.api.Claim;
import dev.millrace.deviceplugin.dra.api.DRAPluginGrpc;
import dev.millrace.deviceplugin.dra.api.Device;
import dev.millrace.deviceplugin.dra.api.NodePrepareResourceResponse;
import dev.millrace.deviceplugin.dra.api.NodePrepareResourcesRequest;
import dev.millrace.deviceplugin.dra.api.NodePrepareResourcesResponse;
import dev.millrace.deviceplugin.dra.api.NodeUnprepareResourceResponse;
import dev.millrace.deviceplugin.dra.api.NodeUnprepareResourcesRequest;
import dev.millrace.deviceplugin.dra.api.NodeUnprepareResourcesResponse;
import io.grpc.stub.StreamObserver;
import java.io.IOException;

/** Answers the kubelet. What goes wrong with one claim is told of that one, and the others go on. */
final class DraService extends DRAPluginGrpc.DRAPluginImplBase {
    private static final System.Logger LOG = System.getLogger(DraService.class.getName());

    private final Claims claims;

    DraService(Claims claims) {
        this.claims = claims;
    }

    @Override
    public void nodePrepareResources(
            NodePrepareResourcesRequest request, StreamObserver<NodePrepareResourcesResponse> answer) {
        NodePrepareResourcesResponse.Builder response = NodePrepareResourcesResponse.newBuilder();
        request.getClaimsList().forEach(claim -> response.putClaims(claim.getUid(), prepare(claim)));
        answer.onNext(response.build());
        answer.onCompleted();
    }

    @Override
    public void nodeUnprepareResources(
            NodeUnprepareResourcesRequest request, StreamObserver<NodeUnprepareResourcesResponse> answer) {
        NodeUnprepareResourcesResponse.Builder response = NodeUnprepareResourcesResponse.newBuilder();
        request.getClaimsList().forEach(claim -> response.putClaims(claim.getUid(), unprepare(claim)));
        answer.onNext(response.build());
        answer.onCompleted();
    }

    private NodePrepareResourceResponse prepare(Claim asked) {
        NodePrepareResourceResponse.Builder response = NodePrepareResourceResponse.newBuilder();
        try {
            ClaimName claim = name(asked);
            for (ClaimDevice device : claims.prepare(claim)) {
                response.addDevices(Device.newBuilder()
                        .addRequestNames(device.mainRequest())
                        .setPoolName(device.pool())
                        .setDeviceName(device.device())
                        .addCdiDeviceIds(claims.cdiName(claim, device)));
            }
            LOG.log(System.Logger.Level.INFO, "prepared claim {0}/{1}", asked.getNamespace(), asked.getName());
        } catch (IOException | IllegalArgumentException e) {
            response.clear().setError(problem("prepare", asked, e));
        }
        return response.build();
    }

    private NodeUnprepareResourceResponse unprepare(Claim asked) {
        NodeUnprepareResourceResponse.Builder response = NodeUnprepareResourceResponse.newBuilder();
        try {
            claims.unprepare(name(asked));
            LOG.log(System.Logger.Level.INFO, "took back claim {0}/{1}", asked.getNamespace(), asked.getName());
        } catch (IOException | IllegalArgumentException e) {
            response.setError(problem("take back", asked, e));
        }
        return response.build();
    }

    private static ClaimName name(Claim claim) {
        return new ClaimName(claim.getNamespace(), claim.getName(), claim.getUid());
    }

    private static String problem(String what, Claim claim, Exception e) {
        String text = e.getMessage() == null ? e.toString() : e.getMessage();
        LOG.log(
                System.Logger.Level.WARNING,
                "cannot {0} claim {1}/{2}: {3}",
                what,
                claim.getNamespace(),
                claim.getName(),
                text);
        return text;
    }
}
