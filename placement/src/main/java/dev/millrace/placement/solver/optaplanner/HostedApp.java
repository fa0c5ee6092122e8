package dev.millrace.placement.solver.optaplanner;

import dev.millrace.placement.problem.Hosting;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.optaplanner.core.api.domain.entity.PlanningEntity;
import org.optaplanner.core.api.domain.lookup.PlanningId;
import org.optaplanner.core.api.domain.valuerange.ValueRangeProvider;
import org.optaplanner.core.api.domain.variable.PlanningVariable;

/** The decision about one app: where it runs, or nowhere. */
@PlanningEntity
public class HostedApp {
    static final String VARIABLE = "hosting";

    @PlanningId
    private int appIndex;

    @PlanningVariable(valueRangeProviderRefs = "hostings", nullable = true)
    private @Nullable Hosting hosting;

    private List<Hosting> range = List.of();

    /** For the solver's cloner. */
    public HostedApp() {}

    HostedApp(int appIndex, @Nullable Hosting hosting, List<Hosting> range) {
        this.appIndex = appIndex;
        this.hosting = hosting;
        this.range = range;
    }

    public int getAppIndex() {
        return appIndex;
    }

    public @Nullable Hosting getHosting() {
        return hosting;
    }

    public void setHosting(@Nullable Hosting hosting) {
        this.hosting = hosting;
    }

    /** The places the whole app may take. Moves may also split it, which no range lists. */
    @ValueRangeProvider(id = "hostings")
    public List<Hosting> getRange() {
        return range;
    }
}
