package dev.millrace.operator.controller;

import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderElectionConfigBuilder;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderElector;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.LeaseLock;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * Which of the operator's replicas writes: the one that holds a Lease. What a deposed leader still has in hand is refused
 * three times over: {@link #check} goes by its own clock, the API server refuses a plan made on an older object, and an older
 * planEpoch.
 */
@ApplicationScoped
public class Leadership {
    /** Name of the Lease, in the operator's namespace. */
    public static final String LEASE = "millrace-operator";

    private final KubernetesClient client;
    private final RenewedLease lease;
    private final OtherInstalls others;
    private final Duration duration;
    private final ExecutorService elections = Executors.newCachedThreadPool(
            Thread.ofPlatform().name("leader").daemon().factory());
    private @Nullable CompletableFuture<?> election;
    private volatile boolean leading;

    Leadership(
            KubernetesClient client,
            @ConfigProperty(name = "millrace.namespace") String namespace,
            @ConfigProperty(name = "millrace.instance") String instance,
            @ConfigProperty(name = "millrace.lease.duration") Duration duration) {
        this.client = client;
        this.duration = duration;
        this.others = new OtherInstalls(client, namespace);
        this.lease = new RenewedLease(
                new LeaseLock(
                        new ObjectMetaBuilder()
                                .withNamespace(namespace)
                                .withName(LEASE)
                                .withLabels(OtherInstalls.LABELS)
                                .build(),
                        instance),
                duration);
    }

    /**
     * Stands for election, again and again until it leads.
     *
     * @param onLead called on another thread when this process leads
     * @param onLost called when it does no more; there is no second chance for the process
     * @param onOther called with the name of another leader
     * @throws SecondInstallException if another install's operator runs in the cluster
     */
    void stand(Runnable onLead, Runnable onLost, Consumer<String> onOther) {
        others.refuseBeside();
        LeaderElector elector = new LeaderElector(
                client,
                new LeaderElectionConfigBuilder()
                        .withName(LEASE)
                        .withLock(lease)
                        .withLeaseDuration(duration)
                        .withRenewDeadline(duration.multipliedBy(2).dividedBy(3))
                        .withRetryPeriod(duration.dividedBy(8))
                        .withReleaseOnCancel(true)
                        .withLeaderCallbacks(new LeaderCallbacks(
                                () -> {
                                    leading = true;
                                    elections.execute(onLead);
                                },
                                () -> {
                                    leading = false;
                                    onLost.run();
                                },
                                leader -> {
                                    if (!leader.equals(lease.identity())) {
                                        onOther.accept(leader);
                                    }
                                }))
                        .build(),
                elections);
        election = elector.start();
    }

    /**
     * To be called once the Lease is ours.
     *
     * @throws SecondInstallException if another install's operator was first
     */
    void checkAlone() {
        others.refuseBesideOlder(LEASE);
    }

    /** Whether this process may write now. */
    public boolean held() {
        return leading && lease.held();
    }

    /**
     * To be called before each write.
     *
     * @throws DeposedException if this process may not write
     */
    void check() {
        if (!held()) {
            throw new DeposedException();
        }
    }

    /** Gives the Lease back, so that another replica need not wait until it has run out. */
    void resign() {
        CompletableFuture<?> standing = election;
        if (standing != null) {
            standing.cancel(true);
        }
    }
}
