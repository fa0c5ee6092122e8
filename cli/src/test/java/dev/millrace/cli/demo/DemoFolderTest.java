package dev.millrace.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoFolderTest {
    @TempDir
    Path cache;

    @Test
    void liesInTheCacheAndVanishesWithAllItHolds() throws Exception {
        DemoFolder folder = DemoFolder.create(Map.of("XDG_CACHE_HOME", cache.toString()), false);
        assertThat(folder.path()).startsWith(cache.resolve("millrace/demo")).isDirectory();
        Files.createDirectories(folder.path().resolve("a/b"));
        Files.writeString(folder.path().resolve("a/b/file"), "x");

        folder.close();

        assertThat(folder.path()).doesNotExist();
        assertThat(cache.resolve("millrace/demo")).isEmptyDirectory();
    }

    @Test
    void deletesWhatAKilledDemoLeftAndNothingElse() throws Exception {
        Process ended = new ProcessBuilder("true").start();
        ended.waitFor();
        Path demos = Files.createDirectories(cache.resolve("millrace/demo"));
        Path abandoned = Files.createDirectories(demos.resolve(Long.toString(ended.pid())));
        Path alive = Files.createDirectories(demos.resolve("1"));
        Path kept = Files.createDirectories(demos.resolve("kept-" + ended.pid()));

        DemoFolder.create(Map.of("XDG_CACHE_HOME", cache.toString()), false).close();

        assertThat(abandoned).doesNotExist();
        assertThat(alive).isDirectory();
        assertThat(kept).isDirectory();
    }
}
