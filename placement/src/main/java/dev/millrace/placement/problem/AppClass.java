package dev.millrace.placement.problem;

import dev.millrace.placement.model.App;
import dev.millrace.placement.model.Slo;
import dev.millrace.placement.model.Variant;
import dev.millrace.queueing.model.ArrivalProcess;
import java.util.List;

/** All that a device notices of an app. Apps of one class are interchangeable, so their predictions are shared. */
record AppClass(
        ArrivalProcess arrivals,
        Slo slo,
        double preprocessMs,
        double networkMs,
        boolean dedicated,
        List<Variant> variants) {

    static AppClass of(App app) {
        return new AppClass(
                app.arrivals(), app.slo(), app.preprocessMs(), app.networkMs(), app.dedicated(), app.variants());
    }
}
