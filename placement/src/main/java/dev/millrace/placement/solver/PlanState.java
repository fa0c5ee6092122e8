package dev.millrace.placement.solver;

import dev.millrace.placement.cell.CellContent;
import dev.millrace.placement.cell.CellEvaluator;
import dev.millrace.placement.cell.Tenant;
import dev.millrace.placement.cell.Verdict;
import dev.millrace.placement.model.Lever;
import dev.millrace.placement.problem.Cell;
import dev.millrace.placement.problem.Hosting;
import dev.millrace.placement.problem.Option;
import dev.millrace.placement.problem.Problem;
import dev.millrace.placement.problem.Selection;
import dev.millrace.placement.problem.Site;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A plan in the making: who is where, with running totals of work and memory and the verdict on every cell. Changes are
 * journalled and can be rolled back. Not thread-safe.
 */
public final class PlanState {
    private static final double ROUNDING = 1e-9;

    private Problem problem;
    private final CellEvaluator evaluator;
    private @Nullable Hosting[] hostings;
    private final List<SiteUse> uses = new ArrayList<>();
    private final List<List<Tenant>> tenants = new ArrayList<>();
    private final @Nullable Verdict[] verdicts;
    private final @Nullable CellContent[] contents;
    private final long[] likeness;
    private final double[] cpuWork;
    private final long[] poolUsed;
    private final Map<String, Double> quotaUsed = new HashMap<>();
    private final TurnedAway turnedAway = new TurnedAway();
    private final List<Change> journal = new ArrayList<>();
    private @Nullable Selection territory;
    private int hosted;
    private boolean hasty;

    /** One step of the journal: where the app was before. */
    private record Change(int appIndex, @Nullable Hosting before) {}

    /** An empty plan. */
    public PlanState(Problem problem, CellEvaluator evaluator) {
        this.problem = problem;
        this.evaluator = evaluator;
        this.hostings = new Hosting[problem.apps().size()];
        this.verdicts = new Verdict[problem.cells().size()];
        this.contents = new CellContent[problem.cells().size()];
        this.likeness = new long[problem.cells().size()];
        this.cpuWork = new double[problem.snapshot().nodes().size()];
        this.poolUsed = new long[problem.pools()];
        problem.sites().forEach(site -> uses.add(new SiteUse(site)));
        problem.cells().forEach(cell -> tenants.add(new ArrayList<>()));
    }

    /** A plan with the same apps in the same places. */
    public PlanState copy() {
        PlanState copy = new PlanState(problem, evaluator);
        copy.territory = territory;
        copy.restore(hostings());
        return copy;
    }

    /** Goes over to a problem that has the same apps and more, or fewer, where those it lacks or gains are nowhere. */
    public void extend(Problem other) {
        problem = other;
        hostings = Arrays.copyOf(hostings, other.apps().size());
    }

    /** From now on only these devices take anybody in. */
    void restrictTo(Selection devices) {
        territory = devices;
    }

    /** Whether the device may take anybody in. */
    boolean mayUse(Site site) {
        return territory == null || territory.holds(site);
    }

    /** The app's options on devices that may take somebody in. */
    List<Option> options(int app) {
        return territory == null ? problem.options(app) : problem.options(app, territory);
    }

    /** An empty plan of the same problem. */
    PlanState emptied() {
        return new PlanState(problem, evaluator);
    }

    public Problem problem() {
        return problem;
    }

    /** Where the app is; empty if nowhere. */
    public Optional<Hosting> hosting(int appIndex) {
        return Optional.ofNullable(hostings[appIndex]);
    }

    public boolean isHosted(int appIndex) {
        return hostings[appIndex] != null;
    }

    public int hosted() {
        return hosted;
    }

    /** All hostings by app; null for those that are nowhere. */
    public @Nullable Hosting[] hostings() {
        return Arrays.copyOf(hostings, hostings.length);
    }

    /** Puts every app where it is in {@code target}. */
    public void restore(@Nullable Hosting[] target) {
        for (int i = 0; i < target.length; i++) {
            if (hostings[i] != null && !hostings[i].equals(target[i])) {
                remove(i);
            }
        }
        for (int i = 0; i < target.length; i++) {
            Hosting hosting = target[i];
            if (hosting != null && hostings[i] == null) {
                place(hosting);
            }
        }
    }

    /** Cheap necessary conditions: work, CPU, memory and quota; no predictor is asked. */
    public boolean admits(Option option, double share) {
        double limit = problem.policy().maxUtilization() + ROUNDING;
        SiteUse use = uses.get(option.site().index());
        return mayUse(option.site())
                && use.work() + option.work() * share <= limit
                && cpuWork[option.site().nodeIndex()] + option.cpuWork() * share <= limit
                && (use.holds(option.copyId())
                        || poolUsed[option.site().pool()] + option.profile().memoryBytes()
                                <= problem.poolBytes(option.site().pool()))
                && withinQuota(option, share);
    }

    /** Whether the namespace may take that much more. */
    public boolean withinQuota(Option option, double share) {
        String namespace = option.app().ref().namespace();
        double used = quotaUsed.getOrDefault(namespace, 0.0);
        return used + option.work() * share <= problem.quotaLoad(namespace) + ROUNDING;
    }

    /** Whether memory and quotas hold as things stand. */
    public boolean withinCapacity() {
        for (int pool = 0; pool < poolUsed.length; pool++) {
            if (poolUsed[pool] > problem.poolBytes(pool)) {
                return false;
            }
        }
        return quotaUsed.entrySet().stream()
                .allMatch(entry -> entry.getValue() <= problem.quotaLoad(entry.getKey()) + 1e-6);
    }

    /** Places an app that is nowhere; feasible or not. */
    public void place(Hosting hosting) {
        journal.add(new Change(hosting.appIndex(), null));
        apply(hosting);
    }

    /** Takes an app out of its place. */
    public void remove(int appIndex) {
        Hosting hosting = hostings[appIndex];
        if (hosting != null) {
            journal.add(new Change(appIndex, hosting));
            withdraw(hosting);
        }
    }

    /** A point to roll back to. */
    public int mark() {
        return journal.size();
    }

    /** Undoes all changes since the mark. */
    public void rollback(int mark) {
        while (journal.size() > mark) {
            Change change = journal.removeLast();
            Hosting now = hostings[change.appIndex()];
            if (now != null) {
                withdraw(now);
            }
            if (change.before() != null) {
                apply(change.before());
            }
        }
    }

    /** Forgets the journal: earlier marks are void. */
    public void commit() {
        journal.clear();
    }

    /** Tries a hosting: true and placed if all its cells stay feasible, else false and unchanged. */
    public boolean tryPlace(Hosting hosting) {
        for (Hosting.Part part : hosting.parts()) {
            if (!admits(part.option(), part.share())) {
                return false;
            }
        }
        boolean whole = hosting.parts().size() == 1;
        Hosting.Part first = hosting.parts().getFirst();
        if (whole && turnsAway(first.option())) {
            return false;
        }
        CellContent before = content(first.option().site().cell());
        Tenant newcomer = Tenant.of(problem, first);
        double increase = increase(first.option(), first.share());
        int mark = mark();
        place(hosting);
        for (Hosting.Part part : hosting.parts()) {
            Verdict verdict = verdict(part.option().site().cell());
            if (!verdict.feasible()) {
                boolean neighbour = neighbourFails(part, verdict);
                rollback(mark);
                if (whole && !verdict.unjudged()) {
                    turnedAway.add(before, newcomer, increase, neighbour);
                }
                return false;
            }
        }
        return true;
    }

    /** Whether the place is passed over because of what was turned away there before. */
    boolean turnsAway(Option option) {
        CellContent there = content(option.site().cell());
        if (!turnedAway.knows(there)) {
            return false;
        }
        Tenant newcomer = Tenant.of(problem, new Hosting.Part(option, 1.0));
        return turnedAway.surely(there, newcomer)
                || (hasty && turnedAway.likely(there, newcomer, increase(option, 1.0)));
    }

    private boolean neighbourFails(Hosting.Part part, Verdict verdict) {
        List<Tenant> there = content(part.option().site().cell()).tenants();
        return verdict.violations().stream()
                .anyMatch(violation -> violation.tenant() < 0
                        || there.get(violation.tenant()).option().appIndex()
                                != part.option().appIndex());
    }

    /** Whether the lever may be used. */
    boolean uses(Lever lever) {
        return evaluator.uses(lever);
    }

    boolean outOfTime() {
        return evaluator.outOfTime();
    }

    /** Whether places are passed over where less was turned away: a sound guess for a search, not for a verdict. */
    public void setHasty(boolean hasty) {
        this.hasty = hasty;
    }

    /** The verdict on a cell as it stands. */
    public Verdict verdict(int cell) {
        Verdict verdict = verdicts[cell];
        if (verdict == null) {
            verdict = evaluator.verdict(content(cell));
            verdicts[cell] = verdict;
        }
        return verdict;
    }

    /** Judges each of the options as if it alone were added, in parallel, so that the verdicts are known afterwards. */
    void judgeAhead(List<Option> options) {
        List<CellContent> contents = options.stream()
                .filter(option -> !turnedAway.surely(
                        content(option.site().cell()), Tenant.of(problem, new Hosting.Part(option, 1.0))))
                .map(option -> contentWith(option, 1.0))
                .toList();
        if (contents.size() > 1) {
            contents.parallelStream().forEach(evaluator::verdict);
        }
    }

    /** What runs in a cell. */
    public CellContent content(int cell) {
        CellContent content = contents[cell];
        if (content == null) {
            content = new CellContent(problem.cells().get(cell), tenants.get(cell));
            contents[cell] = content;
        }
        return content;
    }

    /** Equal, but for a chance of one in 2^64, where one more tenant would meet with the same in both places. */
    long likeness(Option option) {
        Site site = option.site();
        Cell cell = problem.cells().get(site.cell());
        long key = likeness[site.cell()] + SplitMix.mix(cell.type() * 64L + site.local());
        key = SplitMix.mix(key + problem.poolBytes(site.pool()) - poolUsed[site.pool()]);
        return SplitMix.mix(key + option.variantIndex() + 1);
    }

    /** The content of a cell if one more replica came. */
    public CellContent contentWith(Option option, double share) {
        Cell cell = problem.cells().get(option.site().cell());
        List<Tenant> more = new ArrayList<>(tenants.get(cell.index()));
        more.add(Tenant.of(problem, new Hosting.Part(option, share)));
        return new CellContent(cell, more);
    }

    /** Apps with a replica on the device. */
    public List<Integer> appsOn(Site site) {
        return tenants.get(site.cell()).stream()
                .filter(tenant -> tenant.option().site().index() == site.index())
                .map(tenant -> tenant.option().appIndex())
                .toList();
    }

    /** Load that one more replica would add to its device, estimated. */
    public double increase(Option option, double share) {
        return uses.get(option.site().index()).increase(option, share);
    }

    /** What one more replica would take of its device: load, and the part of its memory that a new copy needs. */
    double footprint(Option option, double share) {
        SiteUse use = uses.get(option.site().index());
        double memory = use.holds(option.copyId())
                ? 0
                : (double) option.profile().memoryBytes()
                        / Math.max(1, problem.poolBytes(option.site().pool()));
        return use.increase(option, share) + memory;
    }

    /** The part of the whole app that the device could take by its load alone; may exceed 1. */
    double spare(Option option) {
        double free = problem.policy().maxUtilization()
                - uses.get(option.site().index()).work();
        return Math.max(0, free) / Math.max(1e-12, option.work());
    }

    SiteUse use(Site site) {
        return uses.get(site.index());
    }

    /** Memory left in a pool in bytes. */
    public long freeBytes(int pool) {
        return problem.poolBytes(pool) - poolUsed[pool];
    }

    /** Forgets the verdict on a cell, after the evaluator changed its mind. */
    public void forget(int cell) {
        verdicts[cell] = null;
    }

    private void apply(Hosting hosting) {
        hostings[hosting.appIndex()] = hosting;
        hosted++;
        for (Hosting.Part part : hosting.parts()) {
            Option option = part.option();
            Site site = option.site();
            if (uses.get(site.index()).add(option, part.share())) {
                poolUsed[site.pool()] += option.profile().memoryBytes();
            }
            Tenant tenant = Tenant.of(problem, part);
            tenants.get(site.cell()).add(tenant);
            likeness[site.cell()] += SplitMix.mix(tenant.code());
            touch(option, part.share());
        }
    }

    private void withdraw(Hosting hosting) {
        hostings[hosting.appIndex()] = null;
        hosted--;
        for (Hosting.Part part : hosting.parts()) {
            Option option = part.option();
            Site site = option.site();
            if (uses.get(site.index()).remove(option, part.share())) {
                poolUsed[site.pool()] -= option.profile().memoryBytes();
            }
            tenants.get(site.cell())
                    .removeIf(tenant -> tenant.option().appIndex() == hosting.appIndex()
                            && tenant.option().site().index() == site.index());
            likeness[site.cell()] -= SplitMix.mix(Tenant.of(problem, part).code());
            touch(option, -part.share());
        }
    }

    private void touch(Option option, double share) {
        cpuWork[option.site().nodeIndex()] += option.cpuWork() * share;
        quotaUsed.merge(option.app().ref().namespace(), option.work() * share, Double::sum);
        verdicts[option.site().cell()] = null;
        contents[option.site().cell()] = null;
    }
}
