package dev.millrace.crds.manifest;

import dev.millrace.crds.v1alpha1.InferenceApp;
import dev.millrace.crds.v1alpha1.InferenceNode;
import java.util.ArrayList;
import java.util.List;

/** Finds references to what is not there, over all objects. */
final class ReferenceCheck {
    private final ManifestSet objects;
    private final List<Problem> problems = new ArrayList<>();

    private ReferenceCheck(ManifestSet objects) {
        this.objects = objects;
    }

    static List<Problem> check(ManifestSet objects) {
        var check = new ReferenceCheck(objects);
        objects.all().forEach(check::visit);
        check.problems.addAll(ShareCheck.check(objects));
        return check.problems;
    }

    private void visit(ReadObject<?> read) {
        List<FieldProblem> found = List.of();
        if (read.object() instanceof InferenceApp app) {
            found = visit(app);
        } else if (read.object() instanceof InferenceNode node) {
            found = new NodeCheck(objects, node).check();
        }
        found.forEach(p -> problems.add(read.id().problem(read.file(), p)));
    }

    private List<FieldProblem> visit(InferenceApp app) {
        if (objects.has(KnownKind.INFERENCE_MODEL, ManifestSet.modelName(app))) {
            return List.of();
        }
        var namespace = app.getMetadata().getNamespace();
        var name = app.getSpec().modelRef().name();
        var hint = Words.maybe(name, objects.names(KnownKind.INFERENCE_MODEL, namespace));
        return List.of(new FieldProblem(
                "spec.modelRef.name", "there is no InferenceModel '" + name + "' in namespace " + namespace + hint));
    }
}
