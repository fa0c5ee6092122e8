package dev.millrace.operator.adaptation;

import dev.millrace.placement.model.App;
import dev.millrace.placement.model.Node;

/** Whether an app's selector and tolerations let it onto a node. */
final class Admissible {
    private Admissible() {}

    static boolean on(Node node, App app) {
        boolean selected = app.nodeSelector().entrySet().stream()
                .allMatch(entry -> entry.getValue().equals(node.labels().get(entry.getKey())));
        return selected
                && node.taints().stream()
                        .filter(taint -> taint.forbids())
                        .allMatch(taint -> app.tolerations().stream().anyMatch(t -> t.tolerates(taint)));
    }
}
