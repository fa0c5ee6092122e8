package dev.millrace.placement;

import static dev.millrace.placement.testing.Clusters.app;
import static dev.millrace.placement.testing.Clusters.cpu;
import static dev.millrace.placement.testing.Clusters.tpu;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.placement.model.AppRef;
import dev.millrace.placement.model.Assignment;
import dev.millrace.placement.model.ClusterSnapshot;
import dev.millrace.placement.model.DeviceRef;
import dev.millrace.placement.testing.Clusters;
import dev.millrace.queueing.model.Copy;
import dev.millrace.queueing.model.Discipline;
import dev.millrace.queueing.model.NodeModel;
import dev.millrace.queueing.model.Stream;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NodeModelsTest {
    private static final DeviceRef DEVICE = new DeviceRef("n", "t");
    private final ClusterSnapshot snapshot = new Clusters()
            .add(
                    app("a").onTpu("m", 5, 10, 3),
                    app("b").onTpu("m", 5, 10, 3),
                    app("c").onTpu("m", 5, 10, 3).dedicated())
            .node("n", tpu("t"), cpu("c"))
            .snapshot();

    private static Assignment assign(String app, double share) {
        return new Assignment(new AppRef("site", app), DEVICE, Clusters.TPU, share, 1, null);
    }

    private NodeModel model(Assignment... assignments) {
        return NodeModels.of(snapshot, List.of(assignments), Map.of(DEVICE, Discipline.SWAP_AWARE))
                .getFirst();
    }

    @Test
    void sharedAppsUseOneCopyAndDedicatedOnesTheirOwn() {
        NodeModel node = model(assign("a", 1), assign("b", 1), assign("c", 1));

        assertThat(node.device("t").copies()).hasSize(2);
        assertThat(node.streams()).extracting(Stream::id).containsExactly("site/a", "site/b", "site/c");
        assertThat(node.streams().get(0).branches().getFirst().copy())
                .isEqualTo(node.streams().get(1).branches().getFirst().copy())
                .isNotEqualTo(node.streams().get(2).branches().getFirst().copy());
    }

    @Test
    void aShareOfZeroLoadsACopyWithoutTraffic() {
        NodeModel node = model(assign("a", 0));

        assertThat(node.device("t").copies()).extracting(Copy::switchMs).containsExactly(10.0);
        assertThat(node.streams()).isEmpty();
    }

    @Test
    void disciplinesAndIdleDevicesAreKept() {
        NodeModel node = model();

        assertThat(node.device("t").discipline()).isEqualTo(Discipline.SWAP_AWARE);
        assertThat(node.device("c").copies()).isEmpty();
    }

    @Test
    void assignmentsOfAppsThatHaveGoneAreLeftOut() {
        assertThat(model(assign("gone", 1)).streams()).isEmpty();
    }
}
