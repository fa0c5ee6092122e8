package dev.millrace.testbed.node;

import dev.millrace.testbed.Folders;
import dev.millrace.testbed.TestbedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The configuration files of a node's programs, in the node's folder. */
record NodeFiles(Path folder, String name) {

    /** The folder that the node's kubelet sees as {@code /var/lib/kubelet}. */
    Path kubelet() {
        return folder.resolve("kubelet");
    }

    Path containerdSocket() {
        return folder.resolve("containerd.sock");
    }

    Path kubeletConfig() {
        return folder.resolve("kubelet.yaml");
    }

    Path containerdConfig() {
        return folder.resolve("containerd.toml");
    }

    Path proxyConfig() {
        return folder.resolve("kube-proxy.yaml");
    }

    /** Manifests that the kubelet runs without an API server. */
    Path staticPods() {
        return folder.resolve("static-pods");
    }

    /** Takes away what a machine that starts does not have: sockets, and the state that containerd keeps in memory. */
    void forgetWhatWasInMemory() {
        try {
            Files.deleteIfExists(containerdSocket());
            Files.deleteIfExists(folder.resolve("mount-namespace"));
            Folders.delete(folder.resolve("containerd-state"));
        } catch (IOException e) {
            throw new TestbedException("cannot clean " + folder, e);
        }
    }

    /**
     * Writes them.
     *
     * @param podRange of this node's Pods
     * @param podRanges of all Pods
     */
    void write(
            String podRange,
            String podRanges,
            String pause,
            Path proxyKubeconfig,
            Path cniPlugins,
            ContainerRuntime runtime) {
        try {
            Files.createDirectories(kubelet());
            Files.createDirectories(staticPods());
            Files.createDirectories(folder.resolve("logs"));
            Path cni = Files.createDirectories(folder.resolve("cni"));
            Files.writeString(cni.resolve("10-bridge.conflist"), """
                    {"cniVersion": "0.4.0", "name": "pods", "plugins": [
                      {"type": "bridge", "bridge": "cni0", "isGateway": true, "hairpinMode": true,
                       "ipam": {"type": "host-local", "dataDir": "%s", "ranges": [[{"subnet": "%s"}]],
                                "routes": [{"dst": "0.0.0.0/0"}]}}]}
                    """.formatted(folder.resolve("addresses"), podRange));
            Files.writeString(containerdConfig(), containerd(pause, cniPlugins, cni, runtime));
            Files.writeString(kubeletConfig(), kubeletText());
            Files.writeString(proxyConfig(), """
                    apiVersion: kubeproxy.config.k8s.io/v1alpha1
                    kind: KubeProxyConfiguration
                    mode: nftables
                    clusterCIDR: %s
                    hostnameOverride: %s
                    clientConnection: {kubeconfig: %s}
                    conntrack: {maxPerCore: 0, min: 0}
                    healthzBindAddress: 127.0.0.1:10256
                    metricsBindAddress: 127.0.0.1:10249
                    """.formatted(podRanges, name, proxyKubeconfig));
        } catch (IOException e) {
            throw new TestbedException("cannot write the files of node " + name, e);
        }
    }

    private String containerd(String pause, Path cniPlugins, Path cni, ContainerRuntime runtime) {
        return """
                version = 2
                root = "%1$s/containerd"
                state = "%1$s/containerd-state"
                [grpc]
                  address = "%2$s"
                [plugins."io.containerd.internal.v1.opt"]
                  path = "%1$s/opt"
                [plugins."io.containerd.grpc.v1.cri"]
                  sandbox_image = "%3$s"
                  # Lowering it takes a capability that containers of a build farm lack.
                  restrict_oom_score_adj = true
                  disable_apparmor = true
                  # Namespaces of Pods end with the node's folder.
                  netns_mounts_under_state_dir = true
                  %6$s
                [plugins."io.containerd.grpc.v1.cri".cni]
                  bin_dir = "%4$s"
                  conf_dir = "%5$s"
                [plugins."io.containerd.grpc.v1.cri".containerd]
                  snapshotter = "overlayfs"
                [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc]
                  runtime_type = "io.containerd.runc.v2"
                  %7$s
                [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc.options]
                  SystemdCgroup = false
                """.formatted(
                folder, containerdSocket(), pause, cniPlugins, cni, runtime.criOptions(), runtime.runtimeOptions());
    }

    private String kubeletText() {
        return """
                apiVersion: kubelet.config.k8s.io/v1beta1
                kind: KubeletConfiguration
                cgroupDriver: cgroupfs
                cgroupRoot: /%1$s
                failCgroupV1: false
                failSwapOn: false
                makeIPTablesUtilChains: false
                oomScoreAdj: 0
                containerRuntimeEndpoint: unix://%2$s
                staticPodPath: %3$s
                podLogsDir: %4$s
                resolvConf: ""
                # Only this machine reaches it.
                authentication: {anonymous: {enabled: true}, webhook: {enabled: false}}
                authorization: {mode: AlwaysAllow}
                imageGCHighThresholdPercent: 100
                evictionHard: {memory.available: 50Mi}
                nodeStatusUpdateFrequency: 2s
                nodeStatusReportFrequency: 10s
                syncFrequency: 10s
                shutdownGracePeriod: 0s
                """.formatted(name, containerdSocket(), staticPods(), folder.resolve("logs"));
    }
}
