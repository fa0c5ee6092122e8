package dev.millrace.crds.manifest;

import dev.millrace.crds.v1alpha1.Assignment;
import dev.millrace.crds.v1alpha1.InferenceNode;
import dev.millrace.crds.v1alpha1.NamespacedName;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The shares of an app over all nodes are fractions of its requests: they cannot come to more than 1. */
final class ShareCheck {
    /** Shares are often written with few digits, such as 0.334 three times. */
    private static final double ROUNDING = 0.01;

    private ShareCheck() {}

    static List<Problem> check(ManifestSet objects) {
        var sums = new LinkedHashMap<NamespacedName, Double>();
        var problems = new ArrayList<Problem>();
        for (ReadObject<?> read : objects.all()) {
            if (read.object() instanceof InferenceNode node && node.getSpec().assignments() != null) {
                problems.addAll(add(read, node.getSpec().assignments(), sums));
            }
        }
        return problems;
    }

    /** Reports the assignment that takes the sum beyond 1, once an app. */
    private static List<Problem> add(
            ReadObject<?> read, List<Assignment> assignments, Map<NamespacedName, Double> sums) {
        var problems = new ArrayList<Problem>();
        for (int i = 0; i < assignments.size(); i++) {
            var assignment = assignments.get(i);
            double before = sums.getOrDefault(assignment.app(), 0.0);
            double after = before + assignment.share();
            sums.put(assignment.app(), after);
            if (before <= 1 + ROUNDING && after > 1 + ROUNDING) {
                var field = "spec.assignments[" + i + "].share";
                var message = "shares of " + assignment.app().namespace() + "/"
                        + assignment.app().name() + " sum to "
                        + BigDecimal.valueOf(after)
                                .setScale(3, RoundingMode.HALF_UP)
                                .stripTrailingZeros()
                        + " over all devices, more than 1";
                problems.add(read.id().problem(read.file(), new FieldProblem(field, message)));
            }
        }
        return problems;
    }
}
