package dev.millrace.agent.plan;

import dev.millrace.crds.manifest.ManifestException;
import dev.millrace.crds.manifest.ManifestReader;
import dev.millrace.crds.manifest.Manifests;
import dev.millrace.crds.v1alpha1.InferenceNode;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** The plan of a node that is served from manifests alone. */
public final class ManifestPlan {
    private ManifestPlan() {}

    /**
     * Reads what a node is to run.
     *
     * @throws ManifestException with every problem of the manifests
     * @throws IllegalArgumentException with a sentence for the user where they do not hold the node
     */
    public static PlanInputs read(List<Path> sources, boolean recursive, InputStream stdin, String nodeName)
            throws ManifestException {
        Manifests manifests = ManifestReader.read(sources, recursive, stdin);
        InferenceNode node = manifests.nodes().stream()
                .filter(candidate -> candidate.getMetadata().getName().equals(nodeName))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("--node: the manifests hold no InferenceNode '"
                        + nodeName + "'. Maybe one of: "
                        + manifests.nodes().stream()
                                .map(candidate -> candidate.getMetadata().getName())
                                .collect(Collectors.joining(", "))));
        return new PlanInputs(node, manifests.apps(), manifests.models(), manifests.profiles());
    }
}
