package dev.millrace.agent.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.millrace.agent.runtime.LoadException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelStoreTest {
    private static final byte[] CONTENT = "model".getBytes(StandardCharsets.US_ASCII);
    private static final String SHA256 = "9372c470eeadd5ecd9c3c74c2b3cb633f8e2f2fad799250a0f70d652b6b825e4";

    @TempDir
    private Path folder;

    private Path root;
    private ModelStore store;

    @BeforeEach
    void makeRoot() throws IOException {
        root = Files.createDirectory(folder.resolve("root"));
        Files.write(root.resolve("m.onnx"), CONTENT);
        Files.write(folder.resolve("outside.onnx"), CONTENT);
        store = new ModelStore(root, folder.resolve("cache"));
    }

    @Test
    void filesBeneathTheRootAreFoundByNameAndByPath() throws LoadException {
        assertThat(store.fetch(artefact("file:m.onnx", null)).sha256()).isEqualTo(SHA256);
        assertThat(store.fetch(artefact("file://" + root.resolve("m.onnx"), SHA256))
                        .file())
                .hasFileName("m.onnx");
    }

    @Test
    void filesElsewhereAreRefusedHoweverTheyAreNamed() throws IOException {
        Files.createSymbolicLink(root.resolve("link.onnx"), folder.resolve("outside.onnx"));
        assertThat(reason("file:../outside.onnx", null)).isEqualTo("OutsideModelRoot");
        assertThat(reason("file://" + folder.resolve("outside.onnx"), null)).isEqualTo("OutsideModelRoot");
        assertThat(reason("file:link.onnx", null)).isEqualTo("OutsideModelRoot");
        assertThat(reason("file://host/m.onnx", null)).isEqualTo("BadUri");
        assertThat(reason("file:none.onnx", null)).isEqualTo("NotFound");
        LoadException unset = catchThrowableOfType(
                LoadException.class, () -> new ModelStore(null, folder).fetch(artefact("file:m.onnx", null)));
        assertThat(unset.reason()).isEqualTo("ModelRootUnset");
    }

    @Test
    void anotherDigestThanTheDeclaredOneIsRefused() {
        assertThat(reason("file:m.onnx", "0".repeat(64))).isEqualTo("DigestMismatch");
        assertThat(root.resolve("m.onnx")).as("is not ours to remove").exists();
    }

    @Test
    void otherSchemesAreSaidToBeUnsupported() {
        assertThat(reason("ftp://models.example.com/m.onnx", null)).isEqualTo("UnsupportedUri");
    }

    private String reason(String uri, @Nullable String sha256) {
        LoadException error = catchThrowableOfType(LoadException.class, () -> store.fetch(artefact(uri, sha256)));
        assertThat(error).isNotNull();
        return error.reason();
    }

    private static Artefact artefact(String uri, @Nullable String sha256) {
        return new Artefact(uri, "onnx", sha256);
    }
}
