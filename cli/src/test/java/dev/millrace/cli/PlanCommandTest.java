package dev.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;

class PlanCommandTest {
    private static final String SMALL = Run.manifests("small-plan");
    private static final String ONE_TPU = Run.manifests("one-tpu");

    /** Generous: the figures, not the speed, are under test, and continuous integration may be slow. */
    private static final String TIME = "--time=20s";

    @Test
    void placesWhatFitsAndRefusesTheImpossibleWithAReason() {
        Run run = Run.of("plan", "-f", SMALL, TIME, "-o", "json");

        assertThat(run.code()).isZero();
        assertThat(run.json().get("algorithm").asText()).isEqualTo("millrace");
        assertThat(run.json().get("placed").asInt()).isEqualTo(3);
        assertThat(run.json().get("refused").asInt()).isEqualTo(1);
        for (String app : new String[] {"audit", "cam-1", "cam-2"}) {
            assertThat(run.app(app).get("sloMet").asBoolean()).as(app).isTrue();
        }
        JsonNode dream = run.app("dream");
        assertThat(dream.get("placed").asBoolean()).isFalse();
        assertThat(dream.get("replicas")).isEmpty();
        assertThat(dream.at("/reason/code").asText()).isEqualTo("SLOViolated");
        assertThat(dream.at("/reason/message").asText()).contains("30");
    }

    @Test
    void strictTurnsARefusalIntoExitCodeOne() {
        assertThat(Run.of("plan", "-f", SMALL, TIME, "--strict").code()).isEqualTo(1);
    }

    @Test
    void yamlIsCompleteNodesThatSimulateTakes() {
        Run plan = Run.of("plan", "-f", SMALL, TIME, "-o", "yaml");
        Run figures = Run.of("plan", "-f", SMALL, TIME, "-o", "json");
        Run simulated =
                Run.withInput(plan.out(), "simulate", "-f", SMALL, "-f", "-", "--requests", "50000", "-o", "json");

        assertThat(plan.code()).isZero();
        assertThat(plan.out())
                .startsWith("---\napiVersion: \"millrace.dev/v1alpha1\"\nkind: \"InferenceNode\"\n")
                .contains("site: \"a\"", "assignments:", "cores: 4", "onChipMemory: \"6.9Mi\"");
        assertThat(simulated.err()).isEmpty();
        assertThat(simulated.json().get("placed").asInt()).isEqualTo(3);
        for (String app : new String[] {"audit", "cam-1", "cam-2"}) {
            assertThat(simulated.app(app).get("sloMet").asBoolean()).as(app).isTrue();
            assertThat(simulated.app(app).at("/replicas/0/device"))
                    .isEqualTo(figures.app(app).at("/replicas/0/device"));
        }
    }

    @Test
    void diffSaysWhatChangesAndWhy() {
        Run json = Run.of("plan", "-f", ONE_TPU, TIME, "--diff", "-o", "json");
        Run table = Run.of("plan", "-f", ONE_TPU, TIME, "--diff");

        // The mean of "dock" is 15 ms beside "gate" against its 12 ms: it cannot stay, and the idle "spare" comes.
        assertThat(json.json().get("changes")).anySatisfy(change -> {
            assertThat(change.get("name").asText()).isEqualTo("spare");
            assertThat(change.get("change").asText()).isEqualTo("Placed");
            assertThat(change.at("/to/0/device").asText()).isEqualTo("edgetpu-0");
        });
        assertThat(table.out()).contains("CHANGE", "WHY", "Placed", "spare");
    }

    @Test
    void baselinesRunByName() {
        Run run = Run.of("plan", "-f", SMALL, "--algorithm", "memory-first-fit", "--order", "smallest", "-o", "json");

        assertThat(run.code()).isZero();
        assertThat(run.json().get("algorithm").asText()).isEqualTo("memory-first-fit");
        assertThat(run.json().get("placed").asInt()).isEqualTo(4);
        assertThat(run.app("dream").get("sloMet").asBoolean()).isFalse();
    }

    @Test
    void unknownNamesAreAnsweredWithTheKnown() {
        Run algorithm = Run.of("plan", "-f", SMALL, "--algorithm", "best");
        Run goal = Run.of("plan", "-f", SMALL, "--goal", "AllApps");
        Run time = Run.of("plan", "-f", SMALL, "--time", "5");

        assertThat(algorithm.code()).isEqualTo(2);
        assertThat(algorithm.err()).contains("--algorithm: best", "millrace", "ibis-bfs", "memory-first-fit");
        assertThat(goal.code()).isEqualTo(2);
        assertThat(goal.err()).contains("AllApps", "InOrder", "MaxApps");
        assertThat(time.code()).isEqualTo(2);
        assertThat(time.err()).contains("--time", "'5' is not a duration");
    }

    @Test
    void stressNamesWhoBreaksFirst() {
        Run mild = Run.of("plan", "-f", SMALL, TIME, "--stress", "1%", "-o", "json");
        Run hard = Run.of("plan", "-f", SMALL, TIME, "--stress=60%", "-o", "json");
        Run table = Run.of("plan", "-f", SMALL, TIME, "--stress", "60%");

        assertThat(mild.json().get("placed").asInt()).isEqualTo(3);
        assertThat(mild.json().at("/stress/percent").asDouble()).isEqualTo(1);
        assertThat(mild.json().at("/stress/apps")).hasSize(3).allSatisfy(app -> {
            assertThat(app.get("stressedMs").asDouble())
                    .isGreaterThan(app.get("plannedMs").asDouble());
            assertThat(app.get("plannedMs").asDouble())
                    .isLessThanOrEqualTo(app.get("latencyMs").asDouble());
        });
        // 80 requests/s of 8 ms load their device by 64 %: the p95 stays finite and grows by far more than 60 %.
        JsonNode first = hard.json().at("/stress/apps/0");
        assertThat(first.get("ofBound").asDouble())
                .isGreaterThanOrEqualTo(hard.json().at("/stress/apps/1/ofBound").asDouble());
        for (JsonNode app : hard.json().at("/stress/apps")) {
            assertThat(app.get("breaks").asBoolean())
                    .isEqualTo(app.get("stressedMs").isNull()
                            || app.get("stressedMs").asDouble()
                                    > app.get("latencyMs").asDouble());
            assertThat(app.get("stressedMs").asDouble())
                    .isGreaterThan(1.6 * app.get("plannedMs").asDouble());
        }
        assertThat(table.out()).contains("If every model took 60% longer, ", "STRESSED", "BREAKS");
    }

    @Test
    void stressTakesOnlyPercentages() {
        for (String value : new String[] {"10", "-5%", "0%", "ten%", "%", "NaN%", "1e9%"}) {
            Run run = Run.of("plan", "-f", SMALL, "--stress=" + value);

            assertThat(run.code()).as(value).isEqualTo(2);
            assertThat(run.err()).as(value).contains("--stress", "percentage").doesNotContain("\tat ");
        }
    }
}
