package dev.millrace.operator.controller;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseSpec;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Looks for operators of other installs by their leaders' Leases, which carry the same labels in every namespace. */
final class OtherInstalls {
    /** Labels of a leader's Lease. */
    static final Map<String, String> LABELS =
            Map.of("app.kubernetes.io/part-of", "millrace", "app.kubernetes.io/component", "operator");

    private static final Comparator<Lease> AGE = Comparator.comparing(
                    (Lease lease) -> lease.getMetadata().getCreationTimestamp())
            .thenComparing(lease -> lease.getMetadata().getNamespace());

    private final KubernetesClient client;
    private final String namespace;

    OtherInstalls(KubernetesClient client, String namespace) {
        this.client = client;
        this.namespace = namespace;
    }

    /**
     * Refuses to start beside an install whose leader lives.
     *
     * @throws SecondInstallException if there is one
     */
    void refuseBeside() {
        live().stream().findFirst().ifPresent(OtherInstalls::refuse);
    }

    /**
     * Once this install's Lease exists: of two that started at the same time the one whose Lease is older goes on.
     *
     * @throws SecondInstallException if that is the other
     */
    void refuseBesideOlder(String leaseName) {
        Lease own = client.leases().inNamespace(namespace).withName(leaseName).get();
        live().stream()
                .filter(other -> own == null || AGE.compare(other, own) < 0)
                .findFirst()
                .ifPresent(OtherInstalls::refuse);
    }

    private static void refuse(Lease other) {
        throw new SecondInstallException(
                other.getMetadata().getNamespace() + "/" + other.getMetadata().getName(),
                other.getSpec().getHolderIdentity());
    }

    private List<Lease> live() {
        ZonedDateTime now = ZonedDateTime.now(ZoneOffset.UTC);
        return client.leases().inAnyNamespace().withLabels(LABELS).list().getItems().stream()
                .filter(lease -> !namespace.equals(lease.getMetadata().getNamespace()))
                .filter(lease -> lives(lease, now))
                .toList();
    }

    /** Held, and renewed not longer ago than its duration. */
    static boolean lives(Lease lease, ZonedDateTime now) {
        LeaseSpec spec = lease.getSpec();
        return spec != null
                && spec.getRenewTime() != null
                && !Optional.ofNullable(spec.getHolderIdentity()).orElse("").isEmpty()
                && spec.getRenewTime()
                        .plus(Duration.ofSeconds(Objects.requireNonNullElse(spec.getLeaseDurationSeconds(), 15)))
                        .isAfter(now);
    }
}
