package dev.millrace.crds.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class CrdVersionTest {
    @Test
    void aDefinitionWithoutAVersionIsTheFirst() {
        assertThat(CrdVersion.of(null)).isEqualTo(CrdVersion.FIRST);
        assertThat(CrdVersion.of(Map.of())).isEqualTo(CrdVersion.FIRST);
        assertThat(CrdVersion.of(Map.of(CrdVersion.ANNOTATION, "soon"))).isEqualTo(CrdVersion.FIRST);
    }

    @Test
    void whatShipsCarriesTheCurrentVersion() {
        assertThat(CrdVersion.of(Map.of(CrdVersion.ANNOTATION, "12"))).isEqualTo(12);
        for (CrdFile file : CrdFile.values()) {
            assertThat(file.yaml()).contains(CrdVersion.ANNOTATION + ": \"" + CrdVersion.CURRENT + "\"");
        }
    }
}
