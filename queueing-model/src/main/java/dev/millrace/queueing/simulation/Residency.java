package dev.millrace.queueing.simulation;

import dev.millrace.queueing.model.Copy;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which copies are resident on an EdgeTPU: members of one co-resident set, or one copy alone. */
final class Residency {
    private final @Nullable String[] sets;
    private final long[] loadedIn;
    private long epoch = 1;
    private int last = -1;

    Residency(List<Copy> copies) {
        this.sets = new @Nullable String[copies.size()];
        for (int i = 0; i < sets.length; i++) {
            sets[i] = copies.get(i).coResidentSet();
        }
        this.loadedIn = new long[copies.size()];
    }

    boolean isResident(int copy) {
        return loadedIn[copy] == epoch;
    }

    /** Loads a copy: everything outside its set is evicted, members of its set stay. */
    void load(int copy) {
        if (last >= 0 && !together(last, copy)) {
            epoch++;
        }
        loadedIn[copy] = epoch;
        last = copy;
    }

    private boolean together(int a, int b) {
        String set = sets[a];
        return a == b || (set != null && set.equals(sets[b]));
    }
}
