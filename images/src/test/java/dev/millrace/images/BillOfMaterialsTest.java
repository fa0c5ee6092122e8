package dev.millrace.images;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.cyclonedx.Version;
import org.cyclonedx.model.Bom;
import org.cyclonedx.model.Component;
import org.cyclonedx.parsers.JsonParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every jar and package of an image is told by name, version and digest. */
class BillOfMaterialsTest {
    private static final String EMPTY_JAR_COORDINATES = "groupId=org.example\nartifactId=queue\nversion=1.2\n";

    @TempDir
    private Path folder;

    @Test
    void namesWhatTheImageHolds() throws Exception {
        jar("org.example.queue-1.2.jar", EMPTY_JAR_COORDINATES);
        jar("native-3.0-linux-x86_64.jar", null);
        Path file = write("one.json", List.of("libc6_2.41-12%3a1_amd64.deb"));

        assertThat(new JsonParser().validate(file.toFile(), Version.VERSION_16)).isEmpty();
        Bom bom = new JsonParser().parse(file.toFile());
        assertThat(bom.getMetadata().getComponent().getName()).isEqualTo("millrace.dev/agent");
        assertThat(bom.getComponents())
                .extracting(Component::getName, Component::getVersion, Component::getPurl)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("native", "3.0", null),
                        org.assertj.core.groups.Tuple.tuple("queue", "1.2", "pkg:maven/org.example/queue@1.2"),
                        org.assertj.core.groups.Tuple.tuple("openjdk", "25.0.1", null),
                        org.assertj.core.groups.Tuple.tuple(
                                "libc6", "2.41-12:1", "pkg:deb/debian/libc6@2.41-12%3A1?arch=amd64"));
        assertThat(bom.getComponents().getFirst().getHashes())
                .singleElement()
                .satisfies(hash -> assertThat(hash.getValue()).hasSize(64));
    }

    @Test
    void isTheSameEachTime() throws Exception {
        jar("org.example.queue-1.2.jar", EMPTY_JAR_COORDINATES);
        assertThat(write("two.json", List.of())).hasSameBinaryContentAs(write("one.json", List.of()));
    }

    @Test
    void refusesWhatIsNoPackage() {
        assertThatThrownBy(() -> write("one.json", List.of("libc6.rpm")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("libc6.rpm");
    }

    private Path write(String name, List<String> packages) throws IOException {
        Path file = folder.resolve(name);
        new BillOfMaterials("millrace.dev/agent", "0.1.0")
                .withJars(Files.createDirectories(folder.resolve("program")))
                .withJava("25.0.1")
                .withPackages(packages)
                .write(file);
        return file;
    }

    private void jar(String name, @org.jspecify.annotations.Nullable String coordinates) throws IOException {
        Path jar = Files.createDirectories(folder.resolve("program/lib")).resolve(name);
        try (OutputStream file = Files.newOutputStream(jar);
                ZipOutputStream zip = new ZipOutputStream(file)) {
            zip.putNextEntry(new ZipEntry("a"));
            zip.closeEntry();
            if (coordinates != null) {
                zip.putNextEntry(new ZipEntry("META-INF/maven/org.example/queue/pom.properties"));
                zip.write(coordinates.getBytes(StandardCharsets.UTF_8));
                zip.closeEntry();
            }
        }
    }
}
