package dev.millrace.monitoring.dashboard;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * One dashboard: it asks for its data source when it is imported, and finds the default one where it is provisioned.
 *
 * @param name of its file, and part of its uid
 */
public record Dashboard(String name, String title, String description, List<Variable> variables, List<Panel> panels) {
    private static final int COLUMNS = 24;
    /** Of the JSON that Grafana 10 writes; later ones migrate it. */
    private static final int SCHEMA = 39;

    public Dashboard {
        variables = List.copyOf(variables);
        panels = List.copyOf(panels);
    }

    /** As Grafana imports it. */
    public ObjectNode json() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("uid", "millrace-" + name)
                .put("title", "Millrace / " + title)
                .put("description", description)
                .put("schemaVersion", SCHEMA)
                .put("editable", true)
                .put("refresh", "30s")
                .put("graphTooltip", 1)
                .put("timezone", "browser");
        json.putArray("tags").add("millrace");
        json.putObject("time").put("from", "now-1h").put("to", "now");
        ArrayNode list = json.putObject("templating").putArray("list");
        list.addObject()
                .put("name", "datasource")
                .put("label", "Data source")
                .put("type", "datasource")
                .put("query", "prometheus");
        variables.forEach(variable -> variable(list.addObject(), variable));
        ArrayNode links = json.putArray("links");
        links.addObject()
                .put("title", "Millrace")
                .put("type", "dashboards")
                .put("asDropdown", true)
                .put("includeVars", true)
                .put("keepTime", true)
                .putArray("tags")
                .add("millrace");
        layOut(json.putArray("panels"));
        return json;
    }

    private static void variable(ObjectNode json, Variable variable) {
        json.put("name", variable.name())
                .put("label", variable.name())
                .put("type", "query")
                .put("refresh", 2)
                .put("sort", 1)
                .put("definition", variable.query());
        json.putObject("query").put("query", variable.query()).put("refId", "variable");
        source(json);
    }

    private void layOut(ArrayNode json) {
        int x = 0;
        int y = 0;
        int height = 0;
        int id = 1;
        for (Panel panel : panels) {
            boolean fits = x + panel.width() <= COLUMNS && (height == 0 || height == panel.kind().height);
            if (!fits) {
                x = 0;
                y += height;
                height = 0;
            }
            ObjectNode one = json.addObject();
            one.put("id", id++)
                    .put("type", panel.kind().type)
                    .put("title", panel.title())
                    .put("description", panel.description());
            one.putObject("gridPos")
                    .put("x", x)
                    .put("y", y)
                    .put("w", panel.width())
                    .put("h", panel.kind().height);
            source(one);
            ObjectNode defaults = one.putObject("fieldConfig").putObject("defaults");
            defaults.put("unit", panel.unit());
            one.withObject("fieldConfig").putArray("overrides");
            options(one, panel.kind());
            targets(one.putArray("targets"), panel);
            x += panel.width();
            height = Math.max(height, panel.kind().height);
        }
    }

    private static void options(ObjectNode panel, Panel.Kind kind) {
        switch (kind) {
            case STAT ->
                panel.putObject("options")
                        .put("colorMode", "none")
                        .put("graphMode", "area")
                        .putObject("reduceOptions")
                        .putArray("calcs")
                        .add("lastNotNull");
            case SERIES -> {
                ObjectNode options = panel.putObject("options");
                options.putObject("tooltip").put("mode", "multi");
                options.putObject("legend").put("displayMode", "list").put("placement", "bottom");
            }
            case HEATMAP -> panel.putObject("options").put("calculate", false);
            case TABLE -> panel.putObject("options").put("showHeader", true);
        }
    }

    private static void targets(ArrayNode targets, Panel panel) {
        char ref = 'A';
        for (Query query : panel.queries()) {
            ObjectNode target = targets.addObject();
            target.put("refId", String.valueOf(ref++))
                    .put("expr", query.expr())
                    .put("legendFormat", query.legend().isEmpty() ? "__auto" : query.legend());
            switch (panel.kind()) {
                case STAT, SERIES -> target.put("range", true);
                case HEATMAP -> target.put("range", true).put("format", "heatmap");
                case TABLE -> target.put("instant", true).put("format", "table");
            }
            source(target);
        }
    }

    private static void source(ObjectNode json) {
        json.putObject("datasource").put("type", "prometheus").put("uid", "${datasource}");
    }
}
