package dev.millrace.cli.catalogue;

import dev.millrace.crds.v1alpha1.ModelProfile;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * All figures, by model and device type.
 *
 * @param rows sorted by model, then latency
 */
record Catalogue(List<Figures> rows) {
    static Catalogue of(Collection<ModelProfile> profiles, DeviceCosts costs) {
        return new Catalogue(profiles.stream()
                .map(profile -> Figures.of(profile, costs))
                .sorted(Figures.ORDER)
                .toList());
    }

    /** Models on at least two types of device, those on most types first. */
    List<String> comparable(Metric metric) {
        Map<String, Long> devices = new TreeMap<>();
        rows.stream().filter(row -> metric.of(row) != null).forEach(row -> devices.merge(row.model(), 1L, Long::sum));
        return devices.entrySet().stream()
                .filter(entry -> entry.getValue() >= 2)
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
                .map(Map.Entry::getKey)
                .toList();
    }

    /** By device type, then model, for those models; devices that have none of them are left out. */
    Map<String, Map<String, Double>> table(Metric metric, List<String> models) {
        Map<String, Map<String, Double>> table = new LinkedHashMap<>();
        rows.stream()
                .filter(row -> models.contains(row.model()))
                .sorted(Comparator.comparing(Figures::deviceType))
                .forEach(row -> put(table, row, metric.of(row)));
        return table;
    }

    private static void put(Map<String, Map<String, Double>> table, Figures row, @Nullable Double value) {
        if (value != null) {
            table.computeIfAbsent(row.deviceType(), type -> new LinkedHashMap<>())
                    .putIfAbsent(row.model(), Objects.requireNonNull(value));
        }
    }
}
