package dev.millrace.cli.demo.cluster;

import dev.millrace.cli.input.BadInputException;
import dev.millrace.crds.schema.CrdFile;
import dev.millrace.testbed.ControlPlane;
import dev.millrace.testbed.Kubectl;
import dev.millrace.testbed.NamedCluster;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A cluster that the user named. The demo works in namespaces that it makes itself, acts as the user, refuses where
 * Millrace is in use already, and deletes what it created and nothing else.
 */
final class NamedTarget implements DemoTarget {

    private static final String PREFIX = "millrace-demo-";

    private final NamedCluster cluster;
    private final CreatedObjects created;

    private NamedTarget(NamedCluster cluster) {
        this.cluster = cluster;
        this.created = CreatedObjects.in(cluster.folder(), cluster.kubectl().program());
        cluster.run().onClose(created::delete);
    }

    /**
     * Connects, and looks whether the demo can run there.
     *
     * @throws BadInputException where it would meet what others run
     */
    static NamedTarget connect(Path kubeconfig, @Nullable String context, Path parent) {
        NamedCluster cluster = ControlPlane.named(kubeconfig, context, parent);
        try {
            requireUnused(cluster.kubectl());
            return new NamedTarget(cluster);
        } catch (RuntimeException e) {
            cluster.close();
            throw e;
        }
    }

    private static void requireUnused(Kubectl kubectl) {
        List<String> problems = new ArrayList<>();
        for (String namespace :
                kubectl.run("get", "namespaces", "-o", "name").lines().toList()) {
            if (namespace.startsWith("namespace/" + PREFIX)) {
                problems.add("demo: the cluster has the " + namespace.replace('/', ' ')
                        + " already. Maybe another demo runs there, or one was killed: delete it first.");
            }
        }
        if (Crds.present(kubectl).containsAll(Crds.names())
                && !kubectl.run("get", "inferencenodes,inferenceapps", "-A", "-o", "name")
                        .isBlank()) {
            problems.add("demo: the cluster runs Millrace already, and the demo brings an operator of its own."
                    + " Maybe run it without --kubeconfig and --context, on a control plane of its own.");
        }
        if (!problems.isEmpty()) {
            throw new BadInputException(problems);
        }
    }

    @Override
    public ControlPlane cluster() {
        return cluster;
    }

    @Override
    public String systemNamespace() {
        return namespaceFor("system");
    }

    @Override
    public String namespaceFor(String example) {
        return PREFIX + example;
    }

    @Override
    public void install(Collection<String> nodes) {
        List<String> present = Crds.present(cluster.kubectl());
        if (present.isEmpty()) {
            Crds.names().forEach(name -> created.add("crd", name));
            Crds.apply(cluster.kubectl(), CrdFile.allAsYaml());
        } else if (!present.containsAll(Crds.names())) {
            throw new BadInputException(
                    "demo: the cluster has only some of the kinds of millrace.dev: " + String.join(", ", present));
        }
        // The operator makes an InferenceNode for every agent that reports.
        nodes.forEach(node -> created.add("inferencenode", node));
        created.add("namespace", systemNamespace());
        cluster.kubectl().run("create", "namespace", systemNamespace());
    }

    @Override
    public void apply(List<DemoObject> objects) {
        List<DemoObject> ours = objects.stream().filter(this::isOurs).toList();
        ours.stream()
                .filter(object -> !object.namespaced())
                .forEach(object -> created.add(object.type(), object.name()));
        if (!ours.isEmpty()) {
            cluster.kubectl().apply(DemoObject.yaml(ours));
        }
    }

    /** A cluster-scoped object of that name that is there already serves as well, and is not ours to change. */
    private boolean isOurs(DemoObject object) {
        return object.namespaced()
                || cluster.kubectl()
                        .run("get", object.type(), object.name(), "--ignore-not-found", "-o", "name")
                        .isBlank();
    }

    @Override
    public Path operatorKubeconfig() {
        return cluster.kubeconfig();
    }

    @Override
    public Path agentKubeconfig(String node) {
        return cluster.kubeconfig();
    }
}
