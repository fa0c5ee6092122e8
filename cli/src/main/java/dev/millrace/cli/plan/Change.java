package dev.millrace.cli.plan;

import dev.millrace.cli.report.Documents;
import dev.millrace.placement.model.AppRef;
import dev.millrace.placement.model.Assignment;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a plan changes for one app.
 *
 * @param from its places now, empty where it does not run
 * @param to its places in the plan, empty where it is refused
 * @param why one sentence
 */
record Change(AppRef app, Kind kind, List<Assignment> from, List<Assignment> to, String why) {
    /** What happens to the app. */
    enum Kind {
        /** It runs nowhere and is to run. */
        Placed,
        /** It is to run on other devices. */
        Moved,
        /** It stays on its devices; share, variant, batch or co-resident set change. */
        Reshaped,
        /** It runs and is to stop. */
        Stopped
    }

    Map<String, Object> document() {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("namespace", app.namespace());
        document.put("name", app.name());
        document.put("change", kind.name());
        document.put("from", from.stream().map(Change::place).toList());
        document.put("to", to.stream().map(Change::place).toList());
        document.put("why", why);
        return document;
    }

    private static Map<String, Object> place(Assignment assignment) {
        Map<String, Object> place = new LinkedHashMap<>();
        place.put("node", assignment.device().node());
        place.put("device", assignment.device().device());
        place.put("variant", assignment.variant());
        place.put("share", Documents.ratio(assignment.share()));
        place.put("maxBatch", assignment.maxBatch());
        place.put("coResident", assignment.coResidentSet());
        return place;
    }
}
