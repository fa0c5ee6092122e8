package dev.millrace.crds.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.crds.schema.CrdFile;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

class CelRuleTest {

    @Test
    void everyRuleOfADefinitionHasItsCheckInJavaAndNoCheckIsLeftOver() {
        var rules = new TreeSet<String>();
        for (CrdFile definition : CrdFile.values()) {
            collect(new Load(LoadSettings.builder().build()).loadFromString(definition.yaml()), rules);
        }
        assertThat(rules).hasSameSizeAs(CelRule.values());
        assertThat(rules.stream().map(CelRule::of).collect(Collectors.toSet()))
                .containsExactlyInAnyOrderElementsOf(Arrays.asList(CelRule.values()));
    }

    private static void collect(Object node, TreeSet<String> rules) {
        if (node instanceof Map<?, ?> map) {
            if (map.get("rule") instanceof String rule) {
                rules.add(rule);
            }
            map.values().forEach(v -> collect(v, rules));
        } else if (node instanceof Iterable<?> list) {
            list.forEach(v -> collect(v, rules));
        }
    }
}
