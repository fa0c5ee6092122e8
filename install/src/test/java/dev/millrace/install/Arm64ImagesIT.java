package dev.millrace.install;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Images for arm64, built on another machine: their programs start, in QEMU's user mode out of Debian's package. */
@Tag("long")
class Arm64ImagesIT {
    @TempDir
    Path folder;

    @Test
    void programsStart() throws IOException {
        BuiltImages.run("--arch", "arm64", "--out", folder.resolve("images").toString());
        String qemu = qemu();
        for (String image : List.of("operator", "agent", "device-plugin-edgetpu")) {
            Path root = unpack(image);
            String program = root + "/opt/millrace/" + image;
            String jar = Files.exists(Path.of(program, "quarkus-run.jar")) ? "quarkus-run" : "millrace-" + image;
            String said = Repository.run(
                    Map.of(),
                    List.of(
                            qemu,
                            "-L",
                            root.toString(),
                            root + "/opt/java/bin/java",
                            "-XX:+UseSerialGC",
                            "-jar",
                            program + "/" + jar + ".jar",
                            "--help"));
            assertThat(said).as(image).containsIgnoringCase("usage: ");
            assertThat(Files.readString(Path.of(program, image + ".cdx.json")))
                    .contains("pkg:deb/debian/libc6@", "arm64");
        }
    }

    /** Layers are archives, the rest of an image's blobs is JSON. */
    private Path unpack(String image) throws IOException {
        Path layout = Files.createDirectories(folder.resolve(image + "-layout"));
        Path root = Files.createDirectories(folder.resolve(image));
        tar("-xf", folder.resolve("images/" + image + "-arm64.tar"), layout);
        try (Stream<Path> blobs = Files.list(layout.resolve("blobs/sha256"))) {
            for (Path blob : blobs.toList()) {
                byte[] start = new byte[2];
                try (var in = Files.newInputStream(blob)) {
                    if (in.read(start) == 2 && start[0] == 0x1f && start[1] == (byte) 0x8b) {
                        tar("-xzf", blob, root);
                    }
                }
            }
        }
        return root;
    }

    private static void tar(String how, Path archive, Path into) {
        Repository.run(
                Map.of(),
                List.of("tar", "--warning=no-unknown-keyword", how, archive.toString(), "-C", into.toString()));
    }

    private String qemu() throws IOException {
        Path unpacked = Files.createDirectories(folder.resolve("qemu"));
        Repository.run(
                Map.of(),
                List.of(
                        "sh",
                        "-c",
                        "cd " + unpacked + " && apt-get download -q qemu-user-static && dpkg-deb -x *.deb ."));
        return unpacked.resolve("usr/bin/qemu-aarch64-static").toString();
    }
}
