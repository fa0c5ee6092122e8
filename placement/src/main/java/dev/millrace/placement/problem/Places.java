package dev.millrace.placement.problem;

import dev.millrace.placement.model.App;
import dev.millrace.placement.model.Profile;
import dev.millrace.placement.model.Toleration;
import dev.millrace.placement.model.Variant;
import dev.millrace.queueing.model.DeviceClass;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The devices and variants that an app may take. Apps with equal variants, selector and tolerations share one list, so that a
 * large cluster is not indexed for each of its apps.
 *
 * @param all in device order
 * @param distinct one place of each kind and size of memory
 * @param kinds number of kinds
 */
record Places(List<Place> all, List<Place> distinct, int kinds) {

    /**
     * One device and variant.
     *
     * @param kind equal where the app would bring equal load
     */
    record Place(Site site, int variantIndex, Profile profile, int kind) {}

    /** Apps that may take the same places. */
    private record Rules(List<Variant> variants, Map<String, String> nodeSelector, List<Toleration> tolerations) {}

    private record Kind(int variantIndex, Profile profile, DeviceClass deviceClass, int cores) {}

    private record Distinct(int kind, long memoryBytes) {}

    /** Finds the places of apps, those of equal rules once. */
    static final class Finder {
        private final Layout layout;
        private final Map<Rules, Places> known = new HashMap<>();

        Finder(Layout layout) {
            this.layout = layout;
        }

        synchronized Places of(App app) {
            Rules rules = new Rules(app.variants(), app.nodeSelector(), app.tolerations());
            return known.computeIfAbsent(rules, key -> find(app));
        }

        private Places find(App app) {
            List<Place> all = new ArrayList<>();
            Map<Kind, Integer> kinds = new HashMap<>();
            Map<Distinct, Place> distinct = new LinkedHashMap<>();
            for (Site site : layout.sites) {
                if (Eligibility.obstacle(app, site.node(), site.spec()).isPresent()) {
                    continue;
                }
                for (int v = 0; v < app.variants().size(); v++) {
                    Variant variant = app.variants().get(v);
                    Profile profile = variant.profiles().get(site.spec().type());
                    if (profile != null && Eligibility.runsOn(variant, site.spec())) {
                        Kind kind = new Kind(
                                v,
                                profile,
                                site.spec().deviceClass(),
                                site.node().cores());
                        Place place = new Place(site, v, profile, kinds.computeIfAbsent(kind, key -> kinds.size()));
                        all.add(place);
                        distinct.putIfAbsent(new Distinct(place.kind(), layout.poolBytes.get(site.pool())), place);
                    }
                }
            }
            return new Places(List.copyOf(all), List.copyOf(distinct.values()), kinds.size());
        }
    }
}
