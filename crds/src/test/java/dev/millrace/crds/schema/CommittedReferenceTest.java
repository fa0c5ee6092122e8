package dev.millrace.crds.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The committed reference pages are those that the types make; {@code -Dmillrace.regenerate} writes them anew. */
class CommittedReferenceTest {

    @Test
    void pagesMatchTheTypes() throws Exception {
        var files = new TreeMap<String, String>();
        var definitions = CrdGeneration.generate();
        for (int i = 0; i < definitions.size(); i++) {
            var definition = definitions.get(i);
            files.put(ReferencePage.fileName(definition), ReferencePage.of(definition, CrdGeneration.KINDS.get(i)));
        }
        assertThat(files).hasSize(CrdGeneration.KINDS.size());
        new CommittedFolder(Path.of("../docs/reference")).matches(files);
    }
}
