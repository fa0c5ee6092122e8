package dev.millrace.placement.cell;

import dev.millrace.placement.model.Lever;
import dev.millrace.placement.problem.Cell;
import dev.millrace.queueing.model.DeviceClass;
import dev.millrace.queueing.model.Discipline;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * The ways each device of a cell may serve its content, plainest first: first come first served before swap-aware, single
 * requests before batches. The next rung is climbed only where the one below misses an objective.
 */
final class Ladder {
    private static final int MIDDLE_BATCH = 4;

    private final CellContent content;
    private final Set<Lever> without;
    private final List<List<Rung>> rungs = new ArrayList<>();
    private final List<Optional<String>> sets;

    /** @param without levers left out: some rungs and the sets */
    Ladder(CellContent content, Set<Lever> without) {
        this.content = content;
        this.without = without;
        this.sets = new ArrayList<>(Collections.nCopies(content.tenants().size(), Optional.empty()));
        Cell cell = content.cell();
        for (int local = 0; local < cell.sites().size(); local++) {
            List<CopyGroup> copies = CopyGroup.on(content, local);
            DeviceClass deviceClass = cell.sites().get(local).spec().deviceClass();
            rungs.add(
                    switch (deviceClass) {
                        case EDGE_TPU ->
                            edgeTpu(copies, cell.sites().get(local).spec().onChipBytes());
                        case GPU -> gpu(copies);
                        case CPU -> List.of(new Rung(Discipline.FCFS, 1));
                    });
        }
    }

    private List<Rung> edgeTpu(List<CopyGroup> copies, long onChipBytes) {
        List<List<CopyGroup>> parts = without.contains(Lever.CO_RESIDENT_SETS)
                ? copies.stream().map(List::of).toList()
                : CoResidency.partition(copies, onChipBytes);
        char letter = 'A';
        for (List<CopyGroup> part : parts) {
            if (part.size() > 1) {
                Optional<String> name = Optional.of("set" + letter++);
                part.forEach(copy -> copy.members().forEach(member -> sets.set(member, name)));
            }
        }
        Rung plain = new Rung(Discipline.FCFS, 1);
        boolean switches = parts.size() > 1 && !without.contains(Lever.SWAP_AWARE);
        return switches ? List.of(plain, new Rung(Discipline.SWAP_AWARE, 1)) : List.of(plain);
    }

    private List<Rung> gpu(List<CopyGroup> copies) {
        int most = without.contains(Lever.BATCHES) ? 1 : Integer.MAX_VALUE;
        int largest = copies.stream()
                .mapToInt(copy -> copy.profile().service().largestBatch())
                .map(batch -> Math.min(batch, most))
                .max()
                .orElse(1);
        return IntStream.of(1, MIDDLE_BATCH, largest)
                .filter(batch -> batch <= largest)
                .distinct()
                .mapToObj(batch -> new Rung(Discipline.FCFS, batch))
                .toList();
    }

    int devices() {
        return rungs.size();
    }

    int height(int local) {
        return rungs.get(local).size();
    }

    /** The configuration in which each device stands on the given rung. */
    Configuration at(int[] steps) {
        List<Discipline> disciplines = new ArrayList<>();
        for (int local = 0; local < steps.length; local++) {
            disciplines.add(rungs.get(local).get(steps[local]).discipline());
        }
        List<Integer> maxBatch = new ArrayList<>();
        for (Tenant tenant : content.tenants()) {
            int local = tenant.option().site().local();
            int limit = rungs.get(local).get(steps[local]).batchLimit();
            boolean gpu = tenant.option().site().spec().deviceClass() == DeviceClass.GPU;
            int largest = tenant.option().profile().service().largestBatch();
            maxBatch.add(gpu ? Math.min(limit, largest) : 1);
        }
        return new Configuration(disciplines, maxBatch, sets);
    }
}
