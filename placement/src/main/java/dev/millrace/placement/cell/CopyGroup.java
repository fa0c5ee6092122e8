package dev.millrace.placement.cell;

import dev.millrace.placement.model.Profile;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The tenants of one device that share a copy.
 *
 * @param members positions among the tenants of the cell
 * @param ratePerMs requests of all members
 */
record CopyGroup(String copyId, Profile profile, List<Integer> members, double ratePerMs) {

    /** The copies on one device of the cell. */
    static List<CopyGroup> on(CellContent content, int local) {
        Map<String, CopyGroup> groups = new LinkedHashMap<>();
        for (int i = 0; i < content.tenants().size(); i++) {
            Tenant tenant = content.tenants().get(i);
            if (tenant.option().site().local() == local) {
                double rate = tenant.option().app().arrivals().ratePerMs() * tenant.share();
                groups.merge(
                        tenant.option().copyId(),
                        new CopyGroup(tenant.option().copyId(), tenant.option().profile(), List.of(i), rate),
                        CopyGroup::with);
            }
        }
        return List.copyOf(groups.values());
    }

    private CopyGroup with(CopyGroup other) {
        List<Integer> all = new ArrayList<>(members);
        all.addAll(other.members);
        return new CopyGroup(copyId, profile, List.copyOf(all), ratePerMs + other.ratePerMs);
    }
}
