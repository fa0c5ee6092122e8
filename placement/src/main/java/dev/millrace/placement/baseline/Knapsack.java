package dev.millrace.placement.baseline;

import dev.millrace.placement.problem.Option;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Exact 0/1 knapsack. Keeps the undominated (memory, apps) states, so it needs no common unit of memory; there are at
 * most as many as apps, because the worth is their number.
 */
final class Knapsack {
    private Knapsack() {}

    private record State(long bytes, int apps, @Nullable State previous, int item) {}

    /**
     * Chooses copies.
     *
     * @param copies each the apps that share it; its weight is the memory of one
     * @return the choice that hosts most apps within the capacity; of equals the one with least memory
     */
    static List<List<Option>> choose(List<List<Option>> copies, long capacityBytes) {
        List<State> frontier = List.of(new State(0, 0, null, -1));
        for (int item = 0; item < copies.size(); item++) {
            long bytes = copies.get(item).getFirst().profile().memoryBytes();
            int apps = copies.get(item).size();
            List<State> more = new ArrayList<>(frontier);
            for (State state : frontier) {
                if (state.bytes() + bytes <= capacityBytes) {
                    more.add(new State(state.bytes() + bytes, state.apps() + apps, state, item));
                }
            }
            frontier = undominated(more);
        }
        List<List<Option>> chosen = new ArrayList<>();
        State state = frontier.getLast();
        while (state != null && state.item() >= 0) {
            chosen.addFirst(copies.get(state.item()));
            state = state.previous();
        }
        return chosen;
    }

    /** Sorted by memory; each next state hosts more apps. */
    private static List<State> undominated(List<State> states) {
        states.sort((a, b) ->
                a.bytes() != b.bytes() ? Long.compare(a.bytes(), b.bytes()) : Integer.compare(b.apps(), a.apps()));
        List<State> kept = new ArrayList<>();
        int most = -1;
        for (State state : states) {
            if (state.apps() > most) {
                kept.add(state);
                most = state.apps();
            }
        }
        return kept;
    }
}
