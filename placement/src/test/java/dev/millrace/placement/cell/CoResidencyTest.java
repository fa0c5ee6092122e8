package dev.millrace.placement.cell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.placement.testing.Clusters;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class CoResidencyTest {
    private static CopyGroup copy(String id, double ratePerMs, double onChipMib) {
        return new CopyGroup(id, Clusters.profile(5, 10, 100, onChipMib), List.of(0), ratePerMs);
    }

    private static Set<Set<String>> partition(CopyGroup... copies) {
        return CoResidency.partition(List.of(copies), 7 * Clusters.MIB).stream()
                .map(part -> part.stream().map(CopyGroup::copyId).collect(Collectors.toSet()))
                .collect(Collectors.toSet());
    }

    @Test
    void everythingThatFitsTogetherIsOneSet() {
        assertThat(partition(copy("a", 0.1, 3), copy("b", 0.1, 2), copy("c", 0.1, 1)))
                .containsExactly(Set.of("a", "b", "c"));
    }

    @Test
    void theBusiestPairIsMergedWhereOnlyOnePairFits() {
        assertThat(partition(copy("a", 0.5, 3.5), copy("b", 0.1, 3.5), copy("c", 0.4, 3.5)))
                .containsExactlyInAnyOrder(Set.of("a", "c"), Set.of("b"));
    }

    @Test
    void copiesTooLargeForAnyCompanyStayAlone() {
        assertThat(partition(copy("a", 0.5, 6), copy("b", 0.1, 9))).containsExactlyInAnyOrder(Set.of("a"), Set.of("b"));
    }
}
