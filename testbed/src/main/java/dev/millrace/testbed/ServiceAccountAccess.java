package dev.millrace.testbed;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Turns the administrator's kubeconfig into one of a service account. */
final class ServiceAccountAccess {

    /** Longer than any test or demo; the API server may grant less. */
    private static final String TOKEN_LIFE = "24h";

    private ServiceAccountAccess() {}

    /** A kubeconfig of the account for whatever cluster {@code admin} administers. */
    static Path grant(Kubectl admin, Path folder, ServiceAccount account) {
        return Kubeconfigs.withToken(
                admin, file(folder, account), account.name(), token(admin, account), account.namespace());
    }

    static Path file(Path folder, ServiceAccount account) {
        String suffix = (account.node() == null ? "" : "." + account.node())
                + (account.pod() == null ? "" : ".pod." + account.pod());
        return folder.resolve(account.namespace() + "." + account.name() + suffix + ".kubeconfig");
    }

    /** A token of the account; namespace and account are created where missing. */
    static String token(Kubectl admin, ServiceAccount account) {
        try {
            return requestToken(admin, account);
        } catch (KubectlException e) {
            createIfMissing(admin, "namespace", account.namespace());
            createIfMissing(admin, "serviceaccount", account.name(), "-n", account.namespace());
            return requestToken(admin, account);
        }
    }

    private static String requestToken(Kubectl admin, ServiceAccount account) {
        List<String> request = new ArrayList<>(
                List.of("create", "token", account.name(), "-n", account.namespace(), "--duration", TOKEN_LIFE));
        if (account.node() != null) {
            request.addAll(List.of("--bound-object-kind", "Node", "--bound-object-name", account.node()));
        }
        if (account.pod() != null) {
            request.addAll(List.of("--bound-object-kind", "Pod", "--bound-object-name", account.pod()));
        }
        return admin.run(request.toArray(String[]::new)).strip();
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
