package dev.millrace.cli.plan;

import dev.millrace.crds.v1alpha1.InferenceNode;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.PrintWriter;

/** Prints InferenceNodes as documents of one YAML stream. */
final class NodeYaml {
    private NodeYaml() {}

    static void print(InferenceNode node, PrintWriter out) {
        String yaml = Serialization.asYaml(node).stripTrailing();
        out.println(yaml.startsWith("---") ? yaml : "---\n" + yaml);
        out.flush();
    }
}
