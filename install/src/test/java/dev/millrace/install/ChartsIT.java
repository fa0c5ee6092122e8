package dev.millrace.install;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the charts render, looked at by the programs of others: kubeconform and kube-score. */
class ChartsIT {
    private static String helm;

    @BeforeAll
    static void findHelm() {
        helm = Repository.helm();
    }

    @Test
    void conformToTheSchemasAndLeaveNoFinding() {
        String said = Repository.run(Map.of("HELM", helm), List.of("helm/check.sh"));
        assertThat(said)
                .contains("charts conform")
                .doesNotContain("[CRITICAL]")
                .doesNotContain("[WARNING]")
                .containsPattern("Invalid: 0, Errors: 0");
    }
}
