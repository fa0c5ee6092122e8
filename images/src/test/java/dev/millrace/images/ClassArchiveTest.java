package dev.millrace.images;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassArchiveTest {
    private static final Application PROGRAM = Application.GPU_PLUGIN;
    private static final Path JAVA = Path.of(System.getProperty("java.home"));

    @TempDir
    private Path folder;

    private Path lists;
    private Path jar;

    @BeforeEach
    void build() throws IOException {
        lists = Files.createDirectories(folder.resolve("lists"));
        Path source = folder.resolve("Greeting.java");
        Files.writeString(source, "public class Greeting { public static void main(String[] a) {} }");
        assertThat(ToolProvider.getSystemJavaCompiler().run(null, null, null, source.toString()))
                .isZero();
        jar = folder.resolve(PROGRAM.jar());
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, "Greeting");
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(file, manifest)) {
            out.putNextEntry(new ZipEntry("Greeting.class"));
            Files.copy(folder.resolve("Greeting.class"), out);
        }
    }

    @Test
    void theSameJarMakesTheSameArchiveAndTheJvmUsesIt() throws IOException {
        Files.writeString(lists.resolve(PROGRAM.image() + ".txt"), "Greeting\njava/lang/Object\ngone/SinceThen\n");
        Path one = archived("one");
        assertThat(archived("another").resolve(ClassArchive.FILE))
                .hasSameBinaryContentAs(one.resolve(ClassArchive.FILE));

        String said = Tool.run(
                one,
                List.of(
                        JAVA.resolve("bin/java").toString(),
                        "-XX:+UseSerialGC",
                        "-XX:SharedArchiveFile=" + ClassArchive.FILE,
                        "-Xlog:class+load",
                        "-jar",
                        PROGRAM.jar()));
        assertThat(said).containsPattern("Greeting source: shared objects file");
    }

    @Test
    void aProgramWithoutAListHasNone() throws IOException {
        Path program = program("plain");
        assertThat(new ClassArchive(JAVA, lists).write(PROGRAM, program)).isFalse();
        assertThat(program.resolve(ClassArchive.FILE)).doesNotExist();
        assertThat(PROGRAM.entrypoint(false)).noneMatch(word -> word.contains(ClassArchive.FILE));
    }

    private Path archived(String name) throws IOException {
        Path program = program(name);
        assertThat(new ClassArchive(JAVA, lists).write(PROGRAM, program)).isTrue();
        return program;
    }

    private Path program(String name) throws IOException {
        Path program = Files.createDirectories(folder.resolve(name));
        Files.copy(jar, program.resolve(PROGRAM.jar()));
        return program;
    }
}
