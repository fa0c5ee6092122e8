package dev.millrace.operator.agentpod;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** One agent's Pod at a time is made anew, and apps leave its node before. */
class ReplacementTest {
    private final Site site = new Site();
    private final AtomicLong nanos = new AtomicLong();
    private final Replacement replacement = new Replacement(site, nanos::get);

    @Test
    void aPodStaysUntilAppsHaveLeft() {
        assertThat(round("a", pod(true))).isFalse();
        assertThat(site.leaving).contains("a");
        site.left.add("a");
        assertThat(round("a", pod(true))).isTrue();
    }

    @Test
    void appsThatStayAreCutShort() {
        assertThat(round("a", pod(true))).isFalse();
        nanos.addAndGet(Replacement.LEAVING.toNanos());
        assertThat(round("a", pod(true))).isTrue();
    }

    @Test
    void theNextNodeWaitsUntilTheNewPodIsReady() {
        site.left.addAll(Set.of("a", "b"));
        assertThat(round("a", pod(true))).isTrue();
        replacement.removed("a", pod(true));
        assertThat(round("b", pod(true))).isFalse();
        // The caches still hold what was deleted.
        replacement.found("a", pod(true), true);
        assertThat(site.leaving).contains("a");
        replacement.found("a", null, true);
        replacement.found("a", renewed(false), true);
        assertThat(round("b", pod(true))).isFalse();
        assertThat(site.leaving).contains("a");

        replacement.found("a", renewed(true), true);
        assertThat(site.leaving).isEmpty();
        assertThat(round("b", pod(true))).isTrue();
    }

    @Test
    void aPodThatIsNeverReadyHoldsUpNobodyForEver() {
        site.left.addAll(Set.of("a", "b"));
        round("a", pod(true));
        replacement.removed("a", pod(true));
        nanos.addAndGet(Replacement.RETURNING.toNanos());
        replacement.found("a", renewed(false), true);
        assertThat(round("b", pod(true))).isTrue();
    }

    @Test
    void appsMayReturnWhereThePodFitsAgain() {
        round("a", pod(true));
        replacement.found("a", pod(true), true);
        assertThat(site.leaving).isEmpty();
    }

    @Test
    void aNodeThatWantsNoAgentIsAvoidedUntilItsAgentIsForgotten() {
        site.left.add("a");
        round("a", pod(true));
        replacement.removed("a", pod(true));
        replacement.found("a", null, false);
        assertThat(site.leaving).contains("a");
        nanos.addAndGet(Replacement.GONE.toNanos());
        replacement.found("a", null, false);
        assertThat(site.leaving).isEmpty();
    }

    @Test
    void aNodeThatIsGoneHoldsUpNobody() {
        site.left.addAll(Set.of("a", "b"));
        round("a", pod(true));
        replacement.removed("a", pod(true));
        replacement.retain(Set.of("b"));
        assertThat(round("b", pod(true))).isTrue();
    }

    /** One look at a node whose Pod is to go. */
    private boolean round(String node, Pod pod) {
        boolean may = replacement.mayRemove(node, "why");
        replacement.found(node, pod, true);
        return may;
    }

    private static Pod pod(boolean ready) {
        return pod("1", ready);
    }

    private static Pod renewed(boolean ready) {
        return pod("2", ready);
    }

    private static Pod pod(String uid, boolean ready) {
        return new PodBuilder()
                .withNewMetadata()
                .withUid(uid)
                .endMetadata()
                .withNewStatus()
                .addNewCondition()
                .withType("Ready")
                .withStatus(ready ? "True" : "False")
                .endCondition()
                .endStatus()
                .build();
    }

    private static final class Site implements Evacuation {
        final Set<String> left = new HashSet<>();
        Optional<String> leaving = Optional.empty();

        @Override
        public void leave(Optional<String> node, String why) {
            leaving = node;
        }

        @Override
        public boolean left(String node) {
            return left.contains(node);
        }
    }
}
