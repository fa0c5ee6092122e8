package dev.millrace.images;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Images are the same bytes each time, and hold nothing for other machines. */
class LayersTest {
    @TempDir
    private Path folder;

    @Test
    void theSameFilesMakeTheSameImage() throws IOException {
        Path one = write("one", "b", "a");
        Path two = write("two", "a", "b");
        assertThat(two).hasSameBinaryContentAs(one);
        assertThat(write("three", "a"))
                .satisfies(file -> assertThat(Files.mismatch(file, one)).isNotEqualTo(-1));
    }

    @Test
    void anImageIsAnOciLayout() throws Exception {
        Path tar = write("layout", "a");
        String names = Tool.run(folder, List.of("tar", "tf", tar.toString()));
        assertThat(names).contains("oci-layout", "index.json", "blobs/sha256/");
        assertThat(Tool.run(folder, List.of("tar", "xOf", tar.toString(), "index.json")))
                .contains("test/image:1");
    }

    @Test
    void librariesOfOtherMachinesAreLeftOut() throws IOException {
        Path application = Files.createDirectories(folder.resolve("application"));
        Path jar = application.resolve("runtime.jar");
        try (OutputStream file = Files.newOutputStream(jar);
                ZipOutputStream zip = new ZipOutputStream(file)) {
            for (String name : List.of(
                    "ai/onnxruntime/native/linux-x64/a.so",
                    "ai/onnxruntime/native/linux-aarch64/a.so",
                    "ai/onnxruntime/native/osx-aarch64/a.dylib",
                    "ai/onnxruntime/OrtSession.class")) {
                zip.putNextEntry(new ZipEntry(name));
                zip.closeEntry();
            }
        }
        Path copy = new NativeLibraries(Architecture.AMD64).without(application, folder.resolve("copy"));
        try (ZipFile zip = new ZipFile(copy.resolve("runtime.jar").toFile())) {
            assertThat(zip.stream().map(ZipEntry::getName))
                    .containsExactly("ai/onnxruntime/native/linux-x64/a.so", "ai/onnxruntime/OrtSession.class");
        }
    }

    /** An image with these files, made in that order. */
    private Path write(String name, String... files) throws IOException {
        Path content = Files.createDirectories(folder.resolve(name));
        for (String file : files) {
            Files.writeString(content.resolve(file), file);
        }
        Path tar = folder.resolve(name + ".tar");
        new ImageFile(
                        "test/image:1",
                        Architecture.AMD64,
                        List.of(Layers.of("files", content, "/opt")),
                        List.of("/opt/a"),
                        "/opt",
                        Map.of("A", "1"),
                        "65532:65532",
                        Map.of())
                .write(tar, folder.resolve(name + "-cache"));
        return tar;
    }
}
