package dev.millrace.monitoring.dashboard;

/**
 * A choice at the head of a dashboard.
 *
 * @param metric where the values come from, with selectors
 * @param label whose values they are
 */
public record Variable(String name, String metric, String label) {
    String query() {
        return "label_values(" + metric + ", " + label + ")";
    }
}
