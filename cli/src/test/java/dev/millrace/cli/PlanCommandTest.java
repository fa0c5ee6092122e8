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
}
