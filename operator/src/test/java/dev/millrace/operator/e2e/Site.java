package dev.millrace.operator.e2e;

import dev.millrace.crds.v1alpha1.InferenceApp;
import dev.millrace.crds.v1alpha1.InferenceNode;
import dev.millrace.crds.v1alpha1.Taint;
import dev.millrace.operator.condition.ConditionType;
import dev.millrace.operator.condition.Conditions;
import dev.millrace.testbed.ControlPlane;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One test's namespace, agents and objects, all removed when it closes. */
final class Site implements AutoCloseable {
    private final ControlPlane plane;
    private final KubernetesClient client;
    private final String namespace;
    private final List<ScriptedAgent> agents = new ArrayList<>();
    private final List<AgentIdentity> identities = new ArrayList<>();

    Site(ControlPlane plane, KubernetesClient client, String prefix) {
        this.plane = plane;
        this.client = client;
        this.namespace = plane.createNamespace(prefix);
        apply("""
                apiVersion: millrace.dev/v1alpha1
                kind: InferenceModel
                metadata: {name: mnv2}
                spec: {variants: [{name: edgetpu, deviceClass: EdgeTPU, format: tflite, uri: "file:mnv2.tflite"}]}
                """);
    }

    String namespace() {
        return namespace;
    }

    /** A node that only this test's apps can be placed on, by its name's taint. */
    ScriptedAgent agent(String name) {
        return agent(name, "10.20.0." + (agents.size() + 1));
    }

    ScriptedAgent agent(String name, String address) {
        ScriptedAgent agent = ScriptedAgent.start(identity(name).client(), namespace + "-" + name, address);
        agents.add(agent);
        return agent;
    }

    /** The identity of an agent of its own, whose node is there already with the taint of this test. */
    AgentIdentity identity(String name) {
        String node = namespace + "-" + name;
        InferenceNode tainted = Serialization.unmarshal("""
                apiVersion: millrace.dev/v1alpha1
                kind: InferenceNode
                metadata: {name: %s}
                spec: {taints: [{key: test, value: %s, effect: NoSchedule}]}
                """.formatted(node, namespace), InferenceNode.class);
        client.resource(tainted).create();
        AgentIdentity identity = AgentIdentity.on(plane, client, node);
        identities.add(identity);
        return identity;
    }

    /** An app that tolerates this test's nodes; {@code spec} is the rest of its spec, in braces. */
    InferenceApp app(String name, String latency, double ratePerSecond, String more) {
        apply("""
                apiVersion: millrace.dev/v1alpha1
                kind: InferenceApp
                metadata: {name: %s}
                spec:
                  modelRef: {name: mnv2}
                  arrivals: {ratePerSecond: %s}
                  slo: {latency: %s}
                  tolerations: [{key: test, operator: Equal, value: %s, effect: NoSchedule}]
                %s
                """.formatted(name, ratePerSecond, latency, namespace, more.indent(2)));
        return get(name);
    }

    InferenceApp app(String name) {
        return app(name, "80ms", 15, "");
    }

    /** An app of another namespace, with its model, that may run on this test's nodes. */
    void appIn(String other, String name) {
        apply("""
                apiVersion: millrace.dev/v1alpha1
                kind: InferenceModel
                metadata: {name: mnv2, namespace: %s}
                spec: {variants: [{name: edgetpu, deviceClass: EdgeTPU, format: tflite, uri: "file:mnv2.tflite"}]}
                """.formatted(other));
        apply("""
                apiVersion: millrace.dev/v1alpha1
                kind: InferenceApp
                metadata: {name: %s, namespace: %s}
                spec:
                  modelRef: {name: mnv2}
                  arrivals: {ratePerSecond: 15}
                  slo: {latency: 80ms}
                  tolerations: [{key: test, operator: Equal, value: %s, effect: NoSchedule}]
                """.formatted(name, other, namespace));
    }

    void apply(String yaml) {
        HasMetadata object = (HasMetadata) Serialization.unmarshal(yaml);
        if (!"PlacementPolicy".equals(object.getKind()) && object.getMetadata().getNamespace() == null) {
            object.getMetadata().setNamespace(namespace);
        }
        client.resource(object).fieldManager("user").forceConflicts().serverSideApply();
    }

    InferenceApp get(String app) {
        return client.resources(InferenceApp.class)
                .inNamespace(namespace)
                .withName(app)
                .get();
    }

    Optional<Condition> condition(String app, ConditionType type) {
        InferenceApp now = get(app);
        return now == null || now.getStatus() == null
                ? Optional.empty()
                : Conditions.find(now.getStatus().conditions(), type);
    }

    /** {@code Status/Reason} of a condition; a dash while there is none. */
    String state(String app, ConditionType type) {
        return condition(app, type)
                .map(c -> c.getStatus() + "/" + c.getReason())
                .orElse("-");
    }

    /** Node names of the app's placements. */
    List<String> nodesOf(String app) {
        InferenceApp now = get(app);
        return now == null || now.getStatus() == null || now.getStatus().placements() == null
                ? List.of()
                : now.getStatus().placements().stream().map(p -> p.node()).toList();
    }

    /** Adds a taint to the node that no app of this test tolerates, or removes it. */
    void taint(String node, String key, boolean on) {
        var resource = client.resources(InferenceNode.class).withName(node);
        List<Taint> taints = new ArrayList<>(resource.get().getSpec().taints());
        taints.removeIf(taint -> taint.key().equals(key));
        if (on) {
            taints.add(new Taint(key, null, "NoSchedule", null));
        }
        // Without a resource version: the operator and the agent write to the same object all the time.
        resource.patch(
                PatchContext.of(PatchType.JSON_MERGE), Serialization.asJson(Map.of("spec", Map.of("taints", taints))));
    }

    /** {@code app@share} of the assignments that the node is told. */
    List<String> told(ScriptedAgent agent) {
        return told(agent.node());
    }

    List<String> told(String name) {
        InferenceNode node =
                client.resources(InferenceNode.class).withName(name).get();
        return node == null || node.getSpec().assignments() == null
                ? List.of()
                : node.getSpec().assignments().stream()
                        .map(a -> a.app().name() + "@" + a.share())
                        .toList();
    }

    /** Reasons of the operator's Events about an object of this namespace, oldest first. */
    List<String> events(String name) {
        return client.events().v1().events().inNamespace(namespace).list().getItems().stream()
                .filter(event -> name.equals(event.getRegarding().getName()))
                .filter(event -> "millrace.dev/operator".equals(event.getReportingController()))
                .sorted(Comparator.comparing(
                        (Event event) -> event.getEventTime().getTime()))
                .map(Event::getReason)
                .toList();
    }

    @Override
    public void close() throws InterruptedException {
        Deletions.all(client.resources(InferenceApp.class).inNamespace(namespace));
        for (ScriptedAgent agent : agents) {
            agent.close();
        }
        for (AgentIdentity identity : identities) {
            client.leases()
                    .inNamespace(AgentIdentity.NAMESPACE)
                    .withName("agent-" + identity.node())
                    .delete();
            client.resources(InferenceNode.class).withName(identity.node()).delete();
            identity.close();
        }
        client.namespaces().withName(namespace).delete();
    }
}
