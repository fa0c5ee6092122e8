package dev.millrace.cli.demo.cluster;

import dev.millrace.crds.manifest.Manifests;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/**
 * The examples as they are applied: everything but the nodes, which the operator makes when their agents report.
 *
 * @param namespaces the examples' own, renamed
 * @param profiles and models, which apps refer to
 * @param apps in the order of the files
 */
record ExampleObjects(
        List<DemoObject> namespaces, List<DemoObject> profiles, List<DemoObject> models, List<DemoObject> apps) {

    static ExampleObjects of(Manifests examples, UnaryOperator<String> rename) {
        TreeSet<String> names = new TreeSet<>();
        examples.apps().forEach(app -> names.add(app.getMetadata().getNamespace()));
        examples.models().forEach(model -> names.add(model.getMetadata().getNamespace()));
        List<DemoObject> namespaces = new ArrayList<>();
        for (String name : names) {
            namespaces.add(DemoObject.clusterScoped(new NamespaceBuilder()
                    .withNewMetadata()
                    .withName(rename.apply(name))
                    .endMetadata()
                    .build()));
        }
        return new ExampleObjects(
                namespaces,
                examples.profiles().stream().map(DemoObject::clusterScoped).toList(),
                moved(examples.models(), rename),
                moved(examples.apps(), rename));
    }

    private static List<DemoObject> moved(List<? extends HasMetadata> objects, UnaryOperator<String> rename) {
        List<DemoObject> moved = new ArrayList<>();
        for (HasMetadata object : objects) {
            object.getMetadata().setNamespace(rename.apply(object.getMetadata().getNamespace()));
            moved.add(DemoObject.namespaced(object));
        }
        return moved;
    }
}
