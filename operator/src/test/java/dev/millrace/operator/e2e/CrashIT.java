package dev.millrace.operator.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.crds.v1alpha1.DeviceHealth;
import dev.millrace.operator.condition.ConditionType;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The operator is killed in the middle of re-plans; whoever comes after it brings the cluster to one plan. */
class CrashIT extends RunningOperator {
    private static final String INSTANCE = "crashing";

    @Test
    void killedTenTimesTheClusterConverges() throws Exception {
        run(10);
    }

    @Test
    @Tag("long")
    void killedAHundredTimesTheClusterConverges() throws Exception {
        run(100);
    }

    private void run(int kills) throws Exception {
        operator.close();
        // The same name each time, as in a Pod whose container starts again: the Lease is its own still.
        operator = startOperator("-0", "--instance", INSTANCE);
        List<ScriptedAgent> agents = List.of(site.agent("a"), site.agent("b"), site.agent("c"));
        within(60).until(() -> agents.stream().allMatch(this::ready));
        List<String> apps = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            apps.add("cam" + i);
            site.app("cam" + i);
        }
        for (String app : apps) {
            awaitState(app, ConditionType.READY, "True/Ready");
        }

        Random random = new Random(7);
        for (int kill = 1; kill <= kills; kill++) {
            disturb(kill, agents, apps, random);
            TimeUnit.MILLISECONDS.sleep(random.nextInt(1500)); // the random point, not a wait for something
            operator.kill();
            operator = startOperator("-" + kill, "--instance", INSTANCE);
        }
        agents.forEach(agent -> agent.deviceHealth(DeviceHealth.HEALTHY));

        for (String app : apps) {
            awaitState(app, ConditionType.READY, "True/Ready");
        }
        within(60).untilAsserted(() -> {
            List<String> told = new ArrayList<>();
            agents.forEach(agent -> told.addAll(site.told(agent)));
            assertThat(told)
                    .as("each app once, and nothing else")
                    .containsExactlyInAnyOrderElementsOf(
                            apps.stream().map(app -> app + "@1.0").toList());
        });
        within(60).untilAsserted(() -> {
            assertThat(client.services().inNamespace(site.namespace()).list().getItems())
                    .extracting(CrashIT::name)
                    .containsExactlyInAnyOrderElementsOf(apps);
            for (String app : apps) {
                assertThat(slices(app))
                        .extracting(CrashIT::node)
                        .as("slices of " + app)
                        .containsExactlyElementsOf(site.nodesOf(app));
            }
        });
    }

    /** Something to re-plan for, a different thing each time. */
    private void disturb(int turn, List<ScriptedAgent> agents, List<String> apps, Random random) {
        switch (turn % 3) {
            case 0 -> {
                String gone = apps.remove(random.nextInt(apps.size()));
                client.resource(site.get(gone)).delete();
                String fresh = "new" + turn;
                apps.add(fresh);
                site.app(fresh);
            }
            case 1 -> agents.get(random.nextInt(agents.size())).deviceHealth(DeviceHealth.UNHEALTHY);
            default -> {
                agents.forEach(agent -> agent.deviceHealth(DeviceHealth.HEALTHY));
                site.app(apps.get(random.nextInt(apps.size())), "80ms", 10 + random.nextInt(60), "");
            }
        }
    }

    private static String name(HasMetadata object) {
        return object.getMetadata().getName();
    }

    private static String node(EndpointSlice slice) {
        return slice.getEndpoints().getFirst().getNodeName();
    }
}
