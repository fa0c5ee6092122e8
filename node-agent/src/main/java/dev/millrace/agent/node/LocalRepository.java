package dev.millrace.agent.node;

import dev.millrace.agent.plan.AppPlan;
import dev.millrace.agent.plan.CopyPlan;
import dev.millrace.agent.plan.NodePlan;
import dev.millrace.agent.plan.ReplicaPlan;
import dev.millrace.agent.serving.AppId;
import dev.millrace.agent.serving.ModelRepository;
import dev.millrace.agent.tensor.Fault;
import dev.millrace.agent.tensor.ServingException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;

/**
 * The plan of a node without an operator, less the apps that clients have unloaded. What no other app shares is freed.
 * Thread-safe.
 */
public final class LocalRepository implements ModelRepository {
    private final NodeRuntime runtime;
    private final Set<AppId> unloaded = new HashSet<>();
    private final Map<AppId, CompletableFuture<Void>> loading = new HashMap<>();
    private NodePlan whole = NodePlan.NOTHING;

    public LocalRepository(NodeRuntime runtime) {
        this.runtime = runtime;
        runtime.onChange(this::settle);
    }

    /** Follows that plan from now on. */
    public void apply(NodePlan plan) {
        synchronized (this) {
            whole = plan;
        }
        runtime.apply(narrowed());
    }

    @Override
    public CompletionStage<Void> load(String modelName) {
        CompletableFuture<Void> ready;
        synchronized (this) {
            AppId id = find(modelName);
            unloaded.remove(id);
            ready = loading.computeIfAbsent(id, missing -> new CompletableFuture<>());
        }
        // Tells this repository of the change, which ends the future at once where the model is ready already.
        runtime.apply(narrowed());
        return ready;
    }

    @Override
    public CompletionStage<Void> unload(String modelName) {
        synchronized (this) {
            unloaded.add(find(modelName));
        }
        runtime.apply(narrowed());
        return CompletableFuture.completedFuture(null);
    }

    private AppId find(String modelName) {
        return whole.apps().stream()
                .map(AppPlan::id)
                .filter(id -> id.modelName().equals(modelName))
                .findFirst()
                .orElseThrow(() -> ServingException.of(Fault.NOT_FOUND, "unknown model '" + modelName + "'"));
    }

    private synchronized NodePlan narrowed() {
        if (unloaded.isEmpty()) {
            return whole;
        }
        List<AppPlan> apps = whole.apps().stream()
                .map(app -> unloaded.contains(app.id()) ? without(app) : app)
                .toList();
        Set<String> used = apps.stream()
                .flatMap(app -> app.replicas().stream())
                .map(ReplicaPlan::copyId)
                .collect(Collectors.toSet());
        List<CopyPlan> copies =
                whole.copies().stream().filter(copy -> used.contains(copy.id())).toList();
        return new NodePlan(whole.epoch(), whole.orders(), copies, apps, whole.profiling());
    }

    private static AppPlan without(AppPlan app) {
        return app.servedBy(List.of());
    }

    private void settle() {
        List<ReplicaState> states = runtime.states();
        Map<CompletableFuture<Void>, ServingException> failed = new HashMap<>();
        Set<CompletableFuture<Void>> done = new HashSet<>();
        synchronized (this) {
            Iterator<Map.Entry<AppId, CompletableFuture<Void>>> waiting =
                    loading.entrySet().iterator();
            while (waiting.hasNext()) {
                Map.Entry<AppId, CompletableFuture<Void>> entry = waiting.next();
                List<ReplicaState> mine = states.stream()
                        .filter(state -> state.app().equals(entry.getKey()))
                        .toList();
                if (mine.stream().anyMatch(state -> state.state() == LoadState.READY)) {
                    done.add(entry.getValue());
                    waiting.remove();
                } else if (mine.stream().allMatch(state -> state.state() == LoadState.FAILED)) {
                    String why = mine.stream().map(ReplicaState::message).collect(Collectors.joining("; "));
                    failed.put(
                            entry.getValue(),
                            ServingException.invalid(
                                    "model '" + entry.getKey().modelName() + "' does not load: " + why));
                    waiting.remove();
                }
            }
        }
        done.forEach(future -> future.complete(null));
        failed.forEach(CompletableFuture::completeExceptionally);
    }
}
