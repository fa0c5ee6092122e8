package dev.millrace.placement.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TolerationTest {
    private static final Taint TAINT = new Taint("gpu", "true", "NoSchedule");

    @Test
    void equalNeedsTheValue() {
        assertThat(new Toleration("gpu", "Equal", "true", "NoSchedule").tolerates(TAINT))
                .isTrue();
        assertThat(new Toleration("gpu", null, "false", null).tolerates(TAINT)).isFalse();
        assertThat(new Toleration("gpu", null, "true", null).tolerates(TAINT)).isTrue();
    }

    @Test
    void existsTakesAnyValueAndWithoutKeyAnyTaint() {
        assertThat(new Toleration("gpu", "Exists", null, null).tolerates(TAINT)).isTrue();
        assertThat(new Toleration(null, "Exists", null, null).tolerates(TAINT)).isTrue();
        assertThat(new Toleration("tpu", "Exists", null, null).tolerates(TAINT)).isFalse();
    }

    @Test
    void theEffectMustMatchWhereGiven() {
        assertThat(new Toleration("gpu", "Exists", null, "NoExecute").tolerates(TAINT))
                .isFalse();
    }

    @Test
    void aPreferenceForbidsNothing() {
        assertThat(new Taint("a", null, "PreferNoSchedule").forbids()).isFalse();
        assertThat(new Taint("a", null, "NoExecute").forbids()).isTrue();
    }
}
