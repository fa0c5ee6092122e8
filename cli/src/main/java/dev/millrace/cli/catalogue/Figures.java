package dev.millrace.cli.catalogue;

import dev.millrace.crds.units.Durations;
import dev.millrace.crds.v1alpha1.ModelProfile;
import dev.millrace.crds.v1alpha1.ModelProfileSpec;
import dev.millrace.crds.v1alpha1.ServiceTimeRow;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One model on one type of device. Null stands for what nobody has stated; nothing is guessed.
 *
 * @param latencyMs service time of the smallest batch that was profiled, model resident
 * @param throughputPerSecond of the batch that serves most requests a second
 * @param batch that batch
 * @param switchMs extra time after another model
 * @param energyJoules of one request
 * @param watts power of the device under load
 * @param price of the device, in a currency of the caller's choice
 */
record Figures(
        String model,
        String deviceType,
        double latencyMs,
        double throughputPerSecond,
        int batch,
        @Nullable Double switchMs,
        @Nullable Double energyJoules,
        @Nullable Double watts,
        @Nullable Double price,
        String sourceKind,
        String source) {

    static final Comparator<Figures> ORDER = Comparator.comparing(Figures::model)
            .thenComparing(Figures::latencyMs)
            .thenComparing(Figures::deviceType);

    private static final double MS_PER_SECOND = 1000.0;
    private static final double PRICE_UNIT = 100.0;

    static Figures of(ModelProfile profile, DeviceCosts costs) {
        ModelProfileSpec spec = profile.getSpec();
        List<ServiceTimeRow> rows = spec.serviceTime();
        ServiceTimeRow first =
                rows.stream().min(Comparator.comparing(ServiceTimeRow::batch)).orElseThrow();
        ServiceTimeRow best =
                rows.stream().max(Comparator.comparing(Figures::perSecond)).orElseThrow();
        return new Figures(
                spec.model(),
                spec.deviceType(),
                Durations.millis(first.mean()),
                perSecond(best),
                best.batch(),
                spec.switchTime() == null ? null : Durations.millis(spec.switchTime()),
                spec.energyPerRequest(),
                costs.watts(spec.deviceType()),
                costs.price(spec.deviceType()),
                spec.source().kind().value(),
                spec.source().reference() == null ? "" : spec.source().reference());
    }

    private static double perSecond(ServiceTimeRow row) {
        return row.batch() * MS_PER_SECOND / Durations.millis(row.mean());
    }

    /** Requests a joule: from the energy of a request where it was measured, else from the power of the device. */
    @Nullable Double perJoule() {
        if (energyJoules != null && energyJoules > 0) {
            return 1 / energyJoules;
        }
        return watts == null ? null : throughputPerSecond / watts;
    }

    /** Requests a second for 100 units of the device's price. */
    @Nullable Double perPrice() {
        return price == null ? null : PRICE_UNIT * throughputPerSecond / price;
    }
}
