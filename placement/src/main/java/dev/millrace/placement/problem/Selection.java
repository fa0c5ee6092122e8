package dev.millrace.placement.problem;

import java.util.BitSet;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Some of a problem's devices. Remembers which places of an app are among them, so that a part of a large cluster is looked
 * through in time proportional to the part. Thread-safe.
 */
public final class Selection {
    private final BitSet sites;
    private final Map<Places, int[]> positions = Collections.synchronizedMap(new IdentityHashMap<>());

    /** The devices of the given indices. */
    public Selection(BitSet sites) {
        this.sites = (BitSet) sites.clone();
    }

    /** Whether the device is one of them. */
    public boolean holds(Site site) {
        return sites.get(site.index());
    }

    /** Positions in {@link Places#all()}, ascending. */
    int[] positions(Places places) {
        return positions.computeIfAbsent(places, this::find);
    }

    private int[] find(Places places) {
        return IntStream.range(0, places.all().size())
                .filter(i -> holds(places.all().get(i).site()))
                .toArray();
    }
}
