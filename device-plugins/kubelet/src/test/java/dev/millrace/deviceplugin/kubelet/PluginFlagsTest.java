package dev.millrace.deviceplugin.kubelet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PluginFlagsTest {
    private static final Set<String> KNOWN = Set.of("serve", "--dev");

    @Test
    void foldersAndWordsAreRead() {
        PluginFlags flags = PluginFlags.parse(KNOWN, "serve", "--dev", "/d");
        assertThat(flags.has("serve")).isTrue();
        assertThat(flags.help()).isFalse();
        assertThat(flags.folder("--dev", "/x")).isEqualTo(Path.of("/d"));
        assertThat(flags.folder("--sys", "/x")).isEqualTo(Path.of("/x"));
        assertThat(flags.optional("--cdi")).isNull();
    }

    @Test
    void mistakesAreTold() {
        assertThatThrownBy(() -> PluginFlags.parse(KNOWN, "--dve", "x")).hasMessageContaining("--dve");
        assertThatThrownBy(() -> PluginFlags.parse(KNOWN, "--dev")).hasMessageContaining("needs a folder");
    }
}
