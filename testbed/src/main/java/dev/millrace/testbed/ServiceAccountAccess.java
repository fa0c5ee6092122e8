package dev.millrace.testbed;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Turns the administrator's kubeconfig into one of a service account. */
final class ServiceAccountAccess {

    /** Longer than any test or demo; the API server may grant less. */
    private static final String TOKEN_LIFE = "24h";

    private ServiceAccountAccess() {}

    static Path grant(ControlPlane cluster, ServiceAccount account) {
        Kubectl admin = cluster.kubectl();
        createIfMissing(admin, "namespace", account.namespace());
        createIfMissing(admin, "serviceaccount", account.name(), "-n", account.namespace());

        List<String> request = new ArrayList<>(
                List.of("create", "token", account.name(), "-n", account.namespace(), "--duration", TOKEN_LIFE));
        if (account.node() != null) {
            request.addAll(List.of("--bound-object-kind", "Node", "--bound-object-name", account.node()));
        }
        String token = admin.run(request.toArray(String[]::new)).strip();

        String suffix = account.node() == null ? "" : "." + account.node();
        Path file = cluster.folder().resolve(account.namespace() + "." + account.name() + suffix + ".kubeconfig");
        return Kubeconfigs.withToken(admin, file, account.name(), token, account.namespace());
    }

    private static void createIfMissing(Kubectl admin, String kind, String name, String... more) {
        List<String> get = new ArrayList<>(List.of("get", kind, name, "--ignore-not-found", "-o", "name"));
        get.addAll(List.of(more));
        if (admin.run(get.toArray(String[]::new)).isBlank()) {
            List<String> create = new ArrayList<>(List.of("create", kind, name));
            create.addAll(List.of(more));
            admin.run(create.toArray(String[]::new));
        }
    }
}
