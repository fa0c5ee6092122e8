package dev.millrace.operator.controller;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.LeaderElectionRecord;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.Lock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The leader's Lease, and until when it is surely ours: for its duration from the moment its last renewal was sent, by the
 * monotonic clock. Others count from when they saw that renewal, which is later.
 */
final class RenewedLease implements Lock {
    private final Lock lock;
    private final Duration duration;
    private volatile boolean ours;
    private volatile long sentNanos;

    RenewedLease(Lock lock, Duration duration) {
        this.lock = lock;
        this.duration = duration;
    }

    /** Whether nobody else can have taken it yet. */
    boolean held() {
        return ours && System.nanoTime() - sentNanos < duration.toNanos();
    }

    @Override
    public @Nullable LeaderElectionRecord get(KubernetesClient client) {
        return lock.get(client);
    }

    @Override
    public void create(KubernetesClient client, LeaderElectionRecord next) {
        long now = System.nanoTime();
        lock.create(client, next);
        note(next, now);
    }

    @Override
    public void update(KubernetesClient client, LeaderElectionRecord next) {
        long now = System.nanoTime();
        if (!identity().equals(next.getHolderIdentity())) {
            ours = false;
        }
        lock.update(client, next);
        note(next, now);
    }

    private void note(LeaderElectionRecord written, long sent) {
        sentNanos = sent;
        ours = identity().equals(written.getHolderIdentity());
    }

    @Override
    public String identity() {
        return lock.identity();
    }

    @Override
    public String describe() {
        return lock.describe();
    }
}
