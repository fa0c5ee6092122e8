package dev.millrace.agent.serving;

import dev.millrace.agent.tensor.Fault;
import dev.millrace.agent.tensor.ServingException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** The apps of the node by their name in the protocol. Readers see one plan or the next, never a mixture. */
public final class AppDirectory {
    /** Tries to get hold of a slot while plans change under a request. */
    private static final int TRIES = 8;

    private volatile Map<String, ServedApp> apps = Map.of();

    /** Apps to be served from now on. */
    public void replace(Collection<ServedApp> served) {
        Map<String, ServedApp> byName = new TreeMap<>();
        for (ServedApp app : served) {
            byName.put(app.id().modelName(), app);
        }
        apps = byName;
    }

    /** All apps by name, in order. */
    public Map<String, ServedApp> all() {
        return apps;
    }

    /**
     * The app of that name.
     *
     * @throws ServingException (not found) where there is none
     */
    public ServedApp find(String modelName) {
        ServedApp app = apps.get(modelName);
        if (app == null) {
            throw ServingException.of(
                    Fault.NOT_FOUND,
                    "unknown model '" + modelName + "'; Maybe NAMESPACE.NAME of an InferenceApp of this node");
        }
        return app;
    }

    /**
     * Draws where a request goes, by the shares of the replicas. A local slot is held for the caller.
     *
     * @param forwarded whether another agent sent it: then it is served here
     * @throws ServingException (not found, unavailable)
     */
    public Destination draw(String modelName, boolean forwarded, RandomGenerator random) {
        for (int i = 0; i < TRIES; i++) {
            ServedApp app = find(modelName);
            RemoteTarget remote = forwarded ? null : remote(app, random);
            if (remote != null) {
                return new Destination.Remote(app, remote);
            }
            Replica replica = local(app.replicas(), random);
            if (replica == null) {
                throw ServingException.of(Fault.UNAVAILABLE, "model '" + modelName + "' is not ready on this node");
            }
            if (replica.slot().acquire()) {
                return new Destination.Local(app, replica);
            }
        }
        throw ServingException.of(Fault.UNAVAILABLE, "model '" + modelName + "' is being replaced");
    }

    private static @Nullable RemoteTarget remote(ServedApp app, RandomGenerator random) {
        if (app.targets().isEmpty()) {
            return null;
        }
        double own = Double.isNaN(app.ownShare()) || app.replicas().isEmpty() ? 0 : app.ownShare();
        double all = own;
        for (RemoteTarget target : app.targets()) {
            all += target.share();
        }
        double drawn = random.nextDouble() * all - own;
        for (RemoteTarget target : app.targets()) {
            if (drawn >= 0 && drawn < target.share()) {
                return target;
            }
            drawn -= target.share();
        }
        return null;
    }

    private static @Nullable Replica local(List<Replica> replicas, RandomGenerator random) {
        if (replicas.size() == 1) {
            return replicas.getFirst();
        }
        double all = 0;
        for (Replica replica : replicas) {
            all += replica.share();
        }
        double drawn = random.nextDouble() * all;
        Replica last = null;
        for (Replica replica : replicas) {
            if (replica.share() > 0 || last == null) {
                last = replica;
            }
            drawn -= replica.share();
            if (drawn < 0) {
                return replica;
            }
        }
        return last;
    }
}
