package dev.millrace.cli.demo.cluster;

import dev.millrace.testbed.Kubectl;
import java.util.ArrayList;
import java.util.List;

/** The CustomResourceDefinitions of group millrace.dev on a cluster. */
final class Crds {

    private static final List<String> NAMES = List.of(
            "inferenceapps.millrace.dev",
            "inferencemodels.millrace.dev",
            "modelprofiles.millrace.dev",
            "inferencenodes.millrace.dev",
            "placementpolicies.millrace.dev");

    private Crds() {}

    /** Those of {@link #names} that the cluster has. */
    static List<String> present(Kubectl kubectl) {
        List<String> present = new ArrayList<>();
        for (String line : kubectl.run("get", "crd", "-o", "name").lines().toList()) {
            String name = line.substring(line.indexOf('/') + 1);
            if (NAMES.contains(name)) {
                present.add(name);
            }
        }
        return present;
    }

    static List<String> names() {
        return NAMES;
    }

    /** Applies them and waits until the API serves them. */
    static void apply(Kubectl kubectl, String yaml) {
        kubectl.runWithInput(yaml, "apply", "--server-side", "-f", "-");
        List<String> wait = new ArrayList<>(List.of("wait", "--for=condition=Established", "--timeout=60s"));
        NAMES.forEach(name -> wait.add("crd/" + name));
        kubectl.run(wait.toArray(String[]::new));
    }
}
