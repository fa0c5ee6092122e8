package dev.millrace.cli.input;

import dev.millrace.cli.GlobalOptions;
import dev.millrace.cluster.SnapshotBuilder;
import dev.millrace.cluster.SnapshotProblem;
import dev.millrace.cluster.SnapshotResult;
import dev.millrace.crds.manifest.ManifestException;
import dev.millrace.crds.manifest.ManifestReader;
import dev.millrace.crds.manifest.Manifests;
import dev.millrace.crds.manifest.Problem;
import dev.millrace.placement.model.ClusterSnapshot;
import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;

/**
 * What a command works on.
 *
 * @param objects as read from manifests or the live cluster
 * @param result the snapshot made of them
 * @param source how problem lines name where the objects came from
 * @param namespace the namespace to show; null for all
 */
public record Situation(
        Manifests objects,
        SnapshotResult result,
        String source,
        @Nullable String namespace) {

    /**
     * Reads manifests, or the live cluster where there are none.
     *
     * @param err hears notes, such as skipped objects
     * @throws BadInputException with every problem found
     */
    public static Situation read(InputOptions input, GlobalOptions global, PrintWriter err) {
        if (input.files().isEmpty()) {
            LiveCluster cluster = LiveCluster.connect(global);
            Manifests objects = cluster.read();
            String namespace = global.allNamespaces()
                    ? null
                    : global.namespace() == null ? cluster.namespace() : global.namespace();
            if (namespace != null && global.namespace() == null && global.verbose()) {
                err.println("note: showing namespace " + namespace + ", -A shows all");
            }
            return of(objects, input.name(), namespace);
        }
        try {
            Manifests objects = ManifestReader.read(input.files(), input.recursive(), System.in);
            objects.notes().forEach(note -> err.println("note: " + note));
            return of(objects, input.name(), global.allNamespaces() ? null : global.namespace());
        } catch (ManifestException e) {
            throw new BadInputException(
                    e.problems().stream().map(Problem::toString).toList());
        }
    }

    private static Situation of(Manifests objects, String source, @Nullable String namespace) {
        SnapshotResult result = SnapshotBuilder.build(
                objects.apps(), objects.models(), objects.profiles(), objects.nodes(), objects.policies());
        return new Situation(objects, result, source, namespace);
    }

    public ClusterSnapshot snapshot() {
        return result.snapshot();
    }

    /** A problem line in the shape of the manifest reader's. */
    public String problem(SnapshotProblem problem) {
        String object = problem.namespace() == null ? problem.name() : problem.namespace() + "/" + problem.name();
        return source + ": " + problem.kind() + " " + object + ": " + problem.message();
    }
}
