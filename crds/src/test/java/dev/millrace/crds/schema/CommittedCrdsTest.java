package dev.millrace.crds.schema;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator.Feature;
import com.fasterxml.jackson.dataformat.yaml.util.StringQuotingChecker;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The committed definitions are those that the types make; run with {@code -Dmillrace.regenerate} to write them anew. */
class CommittedCrdsTest {
    private static final ObjectMapper YAML = new ObjectMapper(YAMLFactory.builder()
                    .disable(Feature.SPLIT_LINES)
                    .disable(Feature.WRITE_DOC_START_MARKER)
                    .enable(Feature.MINIMIZE_QUOTES)
                    .enable(Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
                    .stringQuotingChecker(new QuotedTimestamps())
                    .build())
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS);

    @Test
    void definitionsMatchTheTypes() throws Exception {
        var files = new TreeMap<String, String>();
        for (var definition : CrdGeneration.generate()) {
            files.put(
                    definition.getMetadata().getName() + ".yaml",
                    "# Generated from the types in crds/; see CommittedCrdsTest.\n" + yaml(definition));
        }
        new CommittedFolder(Path.of("../deploy/crds")).matches(files);
    }

    @Test
    void everyPropertyIsDescribedAndBounded() {
        for (var definition : CrdGeneration.generate()) {
            var root = definition.getSpec().getVersions().get(0).getSchema().getOpenAPIV3Schema();
            for (var part : List.of("spec", "status")) {
                if (root.getProperties().containsKey(part)) {
                    var gaps = SchemaGaps.in(part, root.getProperties().get(part));
                    assertThat(gaps).as(definition.getMetadata().getName()).isEmpty();
                }
            }
        }
    }

    private static String yaml(CustomResourceDefinition definition) throws JsonProcessingException {
        return YAML.writeValueAsString(definition);
    }

    /** YAML 1.1 readers would take a plain timestamp for something else than a string. */
    private static final class QuotedTimestamps extends StringQuotingChecker.Default {
        @Override
        public boolean needToQuoteValue(String value) {
            return value.matches("[0-9]{4}-[0-9]{2}-.*") || super.needToQuoteValue(value);
        }
    }
}
