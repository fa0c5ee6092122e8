package dev.millrace.crds.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.millrace.crds.schema.Breakage;
import dev.millrace.crds.schema.Breakages;
import dev.millrace.crds.schema.CelBreakages;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Offline, every keyword and rule of every schema is broken once, as {@code ApiServerTest} does with an API server. */
class BrokenObjectsTest {

    @ParameterizedTest
    @MethodSource("breakages")
    void everyKeywordCounts(Breakage breakage) {
        assertThat(problems(breakage))
                .as(breakage.toString())
                .anySatisfy(p -> assertThat(p.field()).isEqualTo(breakage.field()))
                .allSatisfy(
                        p -> assertThat(p.field()).startsWith(breakage.field().replaceFirst("\\[\\d+]$", "")))
                .allSatisfy(p -> assertThat(p.toString())
                        .startsWith("-: " + breakage.kind().getSimpleName()));
    }

    /** All but what is more lenient offline: a condition written by hand need only have type and status. */
    static Stream<Breakage> breakages() {
        return Breakages.all().stream()
                .filter(b -> !b.keyword().equals("required")
                        || !b.field().matches("status\\.conditions\\[0]\\.(lastTransitionTime|message|reason)"));
    }

    @ParameterizedTest
    @MethodSource("dev.millrace.crds.schema.CelBreakages#all")
    void everyRuleCounts(CelBreakages.Case broken) {
        var field = broken.breakage().field();
        assertThat(problems(broken.breakage())).singleElement().satisfies(p -> {
            assertThat(p.field()).isEqualTo(field.isEmpty() ? null : field);
            assertThat(p.message()).isEqualTo(broken.message());
        });
    }

    private static List<Problem> problems(Breakage breakage) {
        var thrown = catchThrowableOfType(
                ManifestException.class, () -> Reading.text(breakage.object().toString()));
        assertThat(thrown).as(breakage.toString()).isNotNull();
        return thrown.problems();
    }
}
