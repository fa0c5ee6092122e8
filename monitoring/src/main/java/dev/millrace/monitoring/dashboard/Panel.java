package dev.millrace.monitoring.dashboard;

import java.util.List;

/**
 * One panel.
 *
 * @param unit Grafana's name of the unit, such as {@code s} or {@code percentunit}
 * @param width of 24 columns
 */
public record Panel(Kind kind, String title, String description, String unit, int width, List<Query> queries) {

    /** Grafana's panel types that are used. */
    public enum Kind {
        STAT("stat", 4),
        SERIES("timeseries", 8),
        HEATMAP("heatmap", 8),
        TABLE("table", 8);

        final String type;
        final int height;

        Kind(String type, int height) {
            this.type = type;
            this.height = height;
        }
    }

    public Panel {
        queries = List.copyOf(queries);
    }

    /** The newest value, large. */
    public static Panel stat(String title, String description, String unit, String expr) {
        return new Panel(Kind.STAT, title, description, unit, 4, List.of(new Query(expr, "")));
    }

    /** Lines over time, half a row wide. */
    public static Panel series(String title, String description, String unit, Query... queries) {
        return new Panel(Kind.SERIES, title, description, unit, 12, List.of(queries));
    }

    /** A histogram over time. */
    public static Panel heatmap(String title, String description, String expr) {
        return new Panel(Kind.HEATMAP, title, description, "s", 12, List.of(new Query(expr, "{{le}}")));
    }

    /** The newest values as rows. */
    public static Panel table(String title, String description, String unit, String expr) {
        return new Panel(Kind.TABLE, title, description, unit, 12, List.of(new Query(expr, "")));
    }
}
