package dev.millrace.cli.catalogue;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What devices cost to buy and to run, as the caller says: prices differ by place and day, so none are shipped. */
record DeviceCosts(Map<String, Double> prices, Map<String, Double> power) {
    DeviceCosts {
        prices = new TreeMap<>(prices);
        power = new TreeMap<>(power);
        check("--price", prices);
        check("--power", power);
    }

    private static void check(String option, Map<String, Double> values) {
        values.forEach((type, value) -> {
            if (!(value > 0)) {
                throw new IllegalArgumentException(option + " " + type + "=" + value + ": must be above 0");
            }
        });
    }

    @Nullable Double price(String deviceType) {
        return prices.get(deviceType);
    }

    @Nullable Double watts(String deviceType) {
        return power.get(deviceType);
    }
}
