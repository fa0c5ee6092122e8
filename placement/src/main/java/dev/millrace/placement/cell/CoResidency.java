package dev.millrace.placement.cell;

import java.util.ArrayList;
import java.util.List;

/**
 * Chooses which copies of an EdgeTPU are compiled into common sets. A set never adds a switch that its members would not
 * make alone, so sets are merged for as long as the on-chip memory allows, the pair that saves the most time first.
 */
final class CoResidency {
    private final double totalPerMs;

    private CoResidency(double totalPerMs) {
        this.totalPerMs = totalPerMs;
    }

    /** Copies that are compiled together: what they take on chip, and the switch time they cost per unit time. */
    private record Part(List<CopyGroup> copies, long onChipBytes, double ratePerMs, double switching) {}

    /** A partition of the copies; each part fits on chip, or is a single copy. */
    static List<List<CopyGroup>> partition(List<CopyGroup> copies, long onChipBytes) {
        double total = 0;
        for (CopyGroup copy : copies) {
            total += copy.ratePerMs();
        }
        return new CoResidency(total).merged(copies, onChipBytes);
    }

    private List<List<CopyGroup>> merged(List<CopyGroup> copies, long onChipBytes) {
        List<Part> parts = new ArrayList<>();
        for (CopyGroup copy : copies) {
            parts.add(part(List.of(copy)));
        }
        while (parts.size() > 1) {
            int bestA = -1;
            int bestB = -1;
            double most = 0;
            for (int a = 0; a < parts.size(); a++) {
                for (int b = a + 1; b < parts.size(); b++) {
                    Part first = parts.get(a);
                    Part second = parts.get(b);
                    if (first.onChipBytes() + second.onChipBytes() <= onChipBytes) {
                        double saved = first.switching() + second.switching() - switching(first, second);
                        if (saved > most) {
                            most = saved;
                            bestA = a;
                            bestB = b;
                        }
                    }
                }
            }
            if (bestA < 0) {
                break;
            }
            List<CopyGroup> both = new ArrayList<>(parts.get(bestA).copies());
            both.addAll(parts.remove(bestB).copies());
            parts.set(bestA, part(both));
        }
        return parts.stream().map(Part::copies).toList();
    }

    private Part part(List<CopyGroup> copies) {
        long bytes = 0;
        double rate = 0;
        for (CopyGroup copy : copies) {
            bytes += copy.profile().onChipBytes();
            rate += copy.ratePerMs();
        }
        return new Part(List.copyOf(copies), bytes, rate, switching(copies, totalPerMs - rate));
    }

    private double switching(Part first, Part second) {
        double evicting = totalPerMs - first.ratePerMs() - second.ratePerMs();
        return switching(first.copies(), evicting) + switching(second.copies(), evicting);
    }

    /** P(miss of k) = f/(f + p) under first come first served: f the rate of requests that evict k, those outside its set. */
    private static double switching(List<CopyGroup> copies, double evictingPerMs) {
        double evicting = Math.max(0, evictingPerMs);
        double total = 0;
        for (CopyGroup copy : copies) {
            double p = copy.ratePerMs();
            total += evicting > 0
                    ? p * evicting / (evicting + p) * copy.profile().switchMs()
                    : 0;
        }
        return total;
    }
}
