package dev.millrace.placement.cell;

import java.util.ArrayList;
import java.util.List;

/**
 * Chooses which copies of an EdgeTPU are compiled into common sets. A set never adds a switch that its members would not
 * make alone, so sets are merged for as long as the on-chip memory allows, the pair that saves the most time first.
 */
final class CoResidency {
    private CoResidency() {}

    /** A partition of the copies; each part fits on chip, or is a single copy. */
    static List<List<CopyGroup>> partition(List<CopyGroup> copies, long onChipBytes) {
        List<List<CopyGroup>> parts = new ArrayList<>();
        copies.forEach(copy -> parts.add(List.of(copy)));
        while (parts.size() > 1) {
            int bestA = -1;
            int bestB = -1;
            double most = 0;
            for (int a = 0; a < parts.size(); a++) {
                for (int b = a + 1; b < parts.size(); b++) {
                    double saved = bytes(parts.get(a)) + bytes(parts.get(b)) <= onChipBytes
                            ? saving(parts.get(a), parts.get(b), copies)
                            : 0;
                    if (saved > most) {
                        most = saved;
                        bestA = a;
                        bestB = b;
                    }
                }
            }
            if (bestA < 0) {
                break;
            }
            List<CopyGroup> merged = new ArrayList<>(parts.get(bestA));
            merged.addAll(parts.remove(bestB));
            parts.set(bestA, merged);
        }
        return parts;
    }

    private static long bytes(List<CopyGroup> part) {
        return part.stream().mapToLong(copy -> copy.profile().onChipBytes()).sum();
    }

    /** Switch time per unit time saved under first come first served by merging two sets. */
    private static double saving(List<CopyGroup> a, List<CopyGroup> b, List<CopyGroup> all) {
        List<CopyGroup> merged = new ArrayList<>(a);
        merged.addAll(b);
        return switching(a, all) + switching(b, all) - switching(merged, all);
    }

    /** P(miss of k) = f/(f + p): f the rate of requests that evict k, those outside its set. */
    private static double switching(List<CopyGroup> set, List<CopyGroup> all) {
        double evicting = all.stream()
                .filter(copy -> !set.contains(copy))
                .mapToDouble(CopyGroup::ratePerMs)
                .sum();
        boolean alone = set.size() == 1;
        double total = 0;
        for (CopyGroup copy : set) {
            double p = copy.ratePerMs();
            double misses = evicting + p > 0 && (evicting > 0 || !alone) ? evicting / (evicting + p) : 0;
            total += p * misses * copy.profile().switchMs();
        }
        return total;
    }
}
