package dev.millrace.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The charts as Helm renders them. */
class ChartsTest {
    private static final Path CHART = Repository.HOME.resolve("helm/millrace");
    private static String helm;

    @BeforeAll
    static void findHelm() {
        helm = Repository.helm();
    }

    @Test
    void helmHasNothingToComplainOf() {
        assertThat(Repository.run(Map.of(), List.of(helm, "lint", "--strict", "helm/millrace", "helm/millrace-crds")))
                .contains("0 chart(s) failed");
    }

    @Test
    void kindsAndRolesAreThoseOfDeploy() {
        Repository.run(Map.of(), List.of("helm/sync.sh", "--check"));
    }

    @Test
    void plainManifestsAreWhatTheChartsRender() throws IOException {
        for (String target : List.of("deploy/install/millrace.yaml", "deploy/k3s/millrace.yaml")) {
            List<String> command = new ArrayList<>(List.of("helm/render.sh", target));
            assertThat(Files.readString(Repository.HOME.resolve(target)))
                    .as(target + " is out of date. Maybe run helm/render.sh")
                    .isEqualTo(Repository.run(Map.of("HELM", helm), command));
        }
    }

    @Test
    void valuesThatAreWrongAreRefused() {
        for (String wrong : List.of(
                "operator.replicas=-1",
                "agents.stateDir=relative",
                "agents.gpu.onnxRuntimePath=relative",
                "agents.gpu.type=Jetson Nano",
                "image.pullPolicy=Often",
                "agent.enabled=true",
                "operator.watch.scope=Namespaces",
                "operator.watch.scope=Some",
                "operator.watch.namespaces={a}")) {
            assertThatThrownBy(() -> template("--set", wrong)).as(wrong).isInstanceOf(AssertionError.class);
        }
    }

    @Test
    void containersGiveUpWhatTheyDoNotNeed() {
        List<HasMetadata> objects = template();
        Deployment operator = only(objects, Deployment.class);
        DaemonSet plugin = only(objects, DaemonSet.class);
        assertThat(operator.getSpec()
                        .getTemplate()
                        .getSpec()
                        .getSecurityContext()
                        .getRunAsNonRoot())
                .isTrue();
        for (var spec : List.of(
                operator.getSpec().getTemplate().getSpec(),
                plugin.getSpec().getTemplate().getSpec())) {
            assertThat(spec.getSecurityContext().getSeccompProfile().getType()).isEqualTo("RuntimeDefault");
            assertThat(spec.getContainers()).allSatisfy(container -> {
                assertThat(container.getSecurityContext().getReadOnlyRootFilesystem())
                        .isTrue();
                assertThat(container.getSecurityContext().getAllowPrivilegeEscalation())
                        .isFalse();
                assertThat(container.getSecurityContext().getCapabilities().getDrop())
                        .containsExactly("ALL");
            });
        }
        assertThat(operator.getSpec().getTemplate().getSpec().getVolumes())
                .noneMatch(volume -> volume.getHostPath() != null);
        assertThat(operator.getSpec().getTemplate().getSpec().getContainers())
                .allSatisfy(container -> assertThat(List.of(
                                container.getLivenessProbe(),
                                container.getReadinessProbe(),
                                container.getStartupProbe()))
                        .allSatisfy(
                                probe -> assertThat(probe.getFailureThreshold()).isGreaterThanOrEqualTo(3)));
    }

    @Test
    void severalOperatorsAreKeptApartAndDisruptedOneAtATime() {
        List<HasMetadata> objects = template("--set", "operator.replicas=2");
        assertThat(objects).anyMatch(object -> object.getKind().equals("PodDisruptionBudget"));
        assertThat(only(objects, Deployment.class)
                        .getSpec()
                        .getTemplate()
                        .getSpec()
                        .getAffinity()
                        .getPodAntiAffinity())
                .isNotNull();
        assertThat(template()).noneMatch(object -> object.getKind().equals("PodDisruptionBudget"));
    }

    @Test
    void everythingFollowsTheNamespaces() {
        List<HasMetadata> objects = template(
                "-n", "elsewhere", "--set", "agents.namespace=edge", "--set", "metrics.podMonitor.enabled=true");
        assertThat(Serialization.asYaml(objects))
                .doesNotContain("millrace-system")
                .doesNotContain("millrace-agents");
        assertThat(objects).extracting(HasMetadata::getKind).contains("PodMonitor", "NetworkPolicy", "Role");
    }

    /** An app's label namespace is the app's: without honorLabels the scraped Pod's takes its place. */
    @Test
    void podMonitorsKeepTheLabelsOfApps() {
        assertThat(template("--set", "metrics.podMonitor.enabled=true").stream()
                        .filter(object -> object.getKind().equals("PodMonitor"))
                        .map(GenericKubernetesResource.class::cast))
                .hasSize(2)
                .allSatisfy(monitor -> {
                    assertThat(monitor.<Object>get("spec", "jobLabel")).isEqualTo("app.kubernetes.io/name");
                    assertThat(monitor.<Object>get("spec", "podMetricsEndpoints", 0, "honorLabels"))
                            .isEqualTo(true);
                });
    }

    @Test
    void dashboardsAndRulesAreThoseOfDeploy() throws IOException {
        List<HasMetadata> objects =
                template("--set", "metrics.dashboards.enabled=true", "--set", "metrics.rules.enabled=true");
        Path monitoring = Repository.HOME.resolve("deploy/monitoring");
        for (String name : List.of("fleet", "app", "device", "operator")) {
            ConfigMap dashboard = objects.stream()
                    .filter(ConfigMap.class::isInstance)
                    .map(ConfigMap.class::cast)
                    .filter(map -> map.getMetadata().getName().equals("millrace-dashboard-" + name))
                    .findFirst()
                    .orElseThrow();
            assertThat(dashboard.getMetadata().getLabels()).containsEntry("grafana_dashboard", "1");
            assertThat(dashboard.getData().get(name + ".json"))
                    .isEqualToIgnoringWhitespace(Files.readString(monitoring.resolve("dashboards/" + name + ".json")));
        }
        GenericKubernetesResource rules = (GenericKubernetesResource) objects.stream()
                .filter(object -> object.getKind().equals("PrometheusRule"))
                .findFirst()
                .orElseThrow();
        List<Object> groups = new ArrayList<>();
        for (String file : List.of("alerts", "recording")) {
            String text = Files.readString(monitoring.resolve("rules/" + file + ".yaml"));
            groups.addAll(Serialization.unmarshal(text, GenericKubernetesResource.class)
                    .<List<Object>>get("groups"));
        }
        assertThat(rules.<Object>get("spec", "groups")).isEqualTo(groups);
    }

    @Test
    void partsCanBeLeftOut() {
        List<HasMetadata> objects = template(
                "--set", "agents.enabled=false",
                "--set", "devicePlugins.edgetpu.enabled=false",
                "--set", "networkPolicy.enabled=false");
        assertThat(objects).extracting(HasMetadata::getKind).doesNotContain("DaemonSet", "NetworkPolicy", "ConfigMap");
        assertThat(Serialization.asYaml(objects)).doesNotContain("--agent-pod");
    }

    @Test
    void draIsOffUnlessAskedForAndThenOnNodesOfItsOwn() {
        assertThat(Serialization.asYaml(template()))
                .doesNotContain("resource.k8s.io")
                .doesNotContain("millrace.dev/dra");
        List<HasMetadata> objects = template("--set", "devicePlugins.edgetpu.dra.enabled=true");
        assertThat(objects).extracting(HasMetadata::getKind).contains("DeviceClass");
        DaemonSet driver = dra(objects, true);
        assertThat(driver.getSpec().getTemplate().getSpec().getNodeSelector())
                .containsEntry("millrace.dev/dra", "true")
                .containsEntry("kubernetes.io/os", "linux");
        assertThat(driver.getSpec().getTemplate().getSpec().getContainers())
                .allSatisfy(container -> assertThat(
                                container.getSecurityContext().getCapabilities().getDrop())
                        .containsExactly("ALL"));
        assertThat(Serialization.asYaml(dra(objects, false))).contains("NotIn").contains("millrace.dev/dra");
    }

    private static DaemonSet dra(List<HasMetadata> objects, boolean dra) {
        return objects.stream()
                .filter(DaemonSet.class::isInstance)
                .map(DaemonSet.class::cast)
                .filter(set -> set.getMetadata().getName().contains("-dra-") == dra)
                .findFirst()
                .orElseThrow();
    }

    /** The template of the agents' Pods is text in a ConfigMap, which the operator reads. */
    @Test
    void agentsGetARuntimeForGpusAndVolumesWhereAskedFor() {
        assertThat(agent().getContainers().getFirst().getArgs())
                .noneMatch(argument -> argument.startsWith("--onnxruntime") || argument.startsWith("--gpu"));
        PodSpec spec = agent(
                "--set", "agents.gpu.onnxRuntimePath=/opt/ort",
                "--set-string", "agents.gpu.type=nvidia-t4\\,memory=15Gi",
                "--set", "agents.runtimeClassName=nvidia",
                "--set", "agents.extraVolumes[0].name=models,agents.extraVolumes[0].hostPath.path=/models",
                "--set", "agents.extraVolumeMounts[0].name=models,agents.extraVolumeMounts[0].mountPath=/models");
        Container agent = spec.getContainers().getFirst();
        assertThat(agent.getArgs())
                .contains("--onnxruntime-library=/opt/onnxruntime", "--gpu-type=nvidia-t4,memory=15Gi");
        assertThat(agent.getVolumeMounts())
                .extracting(VolumeMount::getName, VolumeMount::getMountPath)
                .contains(tuple("onnxruntime", "/opt/onnxruntime"), tuple("models", "/models"));
        assertThat(spec.getVolumes()).extracting(Volume::getName).contains("onnxruntime", "models");
        assertThat(spec.getRuntimeClassName()).isEqualTo("nvidia");
    }

    private static PodSpec agent(String... options) {
        return template(options).stream()
                .filter(ConfigMap.class::isInstance)
                .map(ConfigMap.class::cast)
                .filter(map -> map.getMetadata().getName().equals("millrace-agent-pod"))
                .map(map -> Serialization.unmarshal(map.getData().get("pod.yaml"), PodTemplateSpec.class)
                        .getSpec())
                .findFirst()
                .orElseThrow();
    }

    @Test
    void theWatchScopeIsPassedOn() {
        assertThat(arguments(template())).noneMatch(argument -> argument.startsWith("--watch"));
        assertThat(arguments(template("--set", "operator.watch.scope=OwnNamespace")))
                .contains("--watch-own-namespace");
        assertThat(arguments(template(
                        "--set", "operator.watch.scope=Namespaces", "--set", "operator.watch.namespaces={a,b}")))
                .contains("--watch-namespaces=a,b");
    }

    /** Rights on apps, and on what is made for them, are asked for where apps are planned. */
    @Test
    void rightsFollowTheWatchScope() {
        assertThat(appRights(template())).containsExactly("the cluster");
        assertThat(appRights(template("--set", "operator.watch.scope=OwnNamespace")))
                .containsExactly("millrace-system");
        assertThat(appRights(template(
                        "--set", "operator.watch.scope=Namespaces", "--set", "operator.watch.namespaces={a,b}")))
                .containsExactly("a", "b");
    }

    private static List<String> appRights(List<HasMetadata> objects) {
        return objects.stream()
                .filter(object -> object.getMetadata().getName().equals("millrace-operator-apps"))
                .filter(object -> object.getKind().endsWith("RoleBinding"))
                .map(object ->
                        object instanceof RoleBinding ? object.getMetadata().getNamespace() : "the cluster")
                .toList();
    }

    private static List<String> arguments(List<HasMetadata> objects) {
        return only(objects, Deployment.class)
                .getSpec()
                .getTemplate()
                .getSpec()
                .getContainers()
                .getFirst()
                .getArgs();
    }

    private static List<HasMetadata> template(String... options) {
        List<String> command =
                new ArrayList<>(List.of(helm, "template", "millrace", CHART.toString(), "-n", "millrace-system"));
        command.addAll(List.of(options));
        List<HasMetadata> objects = new ArrayList<>();
        Stream.of(Repository.run(Map.of(), command).split("(?m)^---.*$"))
                .filter(text -> text.lines().anyMatch(line -> line.startsWith("kind:")))
                .forEach(text -> objects.add(Serialization.unmarshal(text)));
        return objects;
    }

    private static <T extends HasMetadata> T only(List<HasMetadata> objects, Class<T> kind) {
        return objects.stream()
                .filter(kind::isInstance)
                .map(kind::cast)
                .findFirst()
                .orElseThrow();
    }
}
