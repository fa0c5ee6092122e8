package dev.millrace.placement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.millrace.placement.model.ClusterSnapshot;
import dev.millrace.placement.model.Profile;
import dev.millrace.placement.testing.Clusters;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class StressTest {
    private final ClusterSnapshot snapshot = new Clusters()
            .node("n", Clusters.tpu("t"))
            .add(Clusters.app("a").preprocess(3).onTpu("m", 20, 10, 2))
            .snapshot();

    @Test
    void serviceAndSwitchTimesGrowAndNothingElse() {
        Profile before = profile(snapshot);
        Profile after = profile(Stress.slowed(snapshot, 1.1));

        assertThat(after.service().at(1).meanMs()).isCloseTo(22, within(1e-9));
        assertThat(after.service().at(1).cv2()).isEqualTo(before.service().at(1).cv2());
        assertThat(after.switchMs()).isCloseTo(11, within(1e-9));
        assertThat(after.memoryBytes()).isEqualTo(before.memoryBytes());
        assertThat(Stress.slowed(snapshot, 1.1).apps().getFirst().preprocessMs())
                .isEqualTo(3);
        assertThat(Stress.slowed(snapshot, 1)).isEqualTo(snapshot);
    }

    @Test
    void theFactorIsPositive() {
        assertThatThrownBy(() -> Stress.slowed(snapshot, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("factor");
    }

    private static Profile profile(ClusterSnapshot snapshot) {
        return Objects.requireNonNull(
                snapshot.apps().getFirst().variants().getFirst().profiles().get(Clusters.TPU));
    }
}
