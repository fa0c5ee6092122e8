package dev.millrace.images;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The base of all images: the C and C++ libraries that a JVM and the inference runtimes load, out of Debian's packages, and
 * the few files that programs expect. No shell, no package manager.
 */
final class DebianBase {
    private static final List<String> PACKAGES = List.of("libc6", "libgcc-s1", "libstdc++6", "zlib1g");

    /** Of libc6 the libraries for charsets and old interfaces are left out: nothing here loads them. */
    private static final List<String> LIBRARIES = List.of(
            "libc.so.6",
            "libm.so.6",
            "libdl.so.2",
            "libpthread.so.0",
            "librt.so.1",
            "libresolv.so.2",
            "libnss_dns.so.2",
            "libnss_files.so.2",
            "libgcc_s.so.1",
            "libstdc++.so.6",
            "libz.so.1");

    private static final String PASSWD = """
            root:x:0:0:root:/root:/sbin/nologin
            nonroot:x:65532:65532:nonroot:/home/nonroot:/sbin/nologin
            """;
    private static final String GROUP = """
            root:x:0:
            nonroot:x:65532:
            """;

    private final Architecture architecture;
    private final Path downloads;

    /** @param downloads where packages are fetched to, and found again by a later build */
    DebianBase(Architecture architecture, Path downloads) {
        this.architecture = architecture;
        this.downloads = downloads;
    }

    /**
     * Lays the files out below {@code root}, which must be empty.
     *
     * @return the packages they came from, as file names with version and architecture
     */
    List<String> stage(Path root, Path scratch) throws IOException {
        List<Path> packages = fetch();
        for (Path file : packages) {
            Tool.run(scratch, List.of("dpkg-deb", "-x", file.toString(), scratch.toString()));
        }
        Path libraries = root.resolve("lib").resolve(architecture.multiarch());
        Files.createDirectories(libraries);
        for (String library : LIBRARIES) {
            Files.copy(find(scratch, library), libraries.resolve(library));
        }
        Path loader = root.resolve(architecture.loader());
        Files.createDirectories(loader.getParent());
        Files.copy(find(scratch, loader.getFileName().toString()), loader);
        copyrights(scratch, root);
        write(root.resolve("etc/passwd"), PASSWD);
        write(root.resolve("etc/group"), GROUP);
        write(root.resolve("etc/nsswitch.conf"), "passwd: files\ngroup: files\nhosts: files dns\n");
        return packages.stream().map(file -> file.getFileName().toString()).toList();
    }

    private List<Path> fetch() throws IOException {
        Files.createDirectories(downloads);
        if (foreign() && PACKAGES.stream().anyMatch(this::missing)) {
            Files.createDirectories(lists().resolve("partial"));
            Files.createDirectories(downloads.resolve("apt"));
            Tool.run(downloads, apt("update", "-qq"));
        }
        List<Path> found = new ArrayList<>();
        for (String name : PACKAGES) {
            Path file = newest(name);
            if (file == null) {
                Tool.run(downloads, apt("download", "-q", name + ":" + architecture.label()));
                file = newest(name);
            }
            if (file == null) {
                throw new IOException("apt-get download left no package " + name + " in " + downloads);
            }
            found.add(file);
        }
        return found;
    }

    /** With lists of its own for another machine's packages: those of this system stay as they are. */
    private List<String> apt(String... arguments) {
        List<String> command = new ArrayList<>(List.of("apt-get"));
        if (foreign()) {
            for (String option : List.of(
                    "APT::Architecture=" + architecture.label(),
                    "APT::Architectures=" + architecture.label(),
                    "Dir::State::lists=" + lists(),
                    "Dir::State::status=/dev/null",
                    "Dir::Cache=" + downloads.resolve("apt"))) {
                command.addAll(List.of("-o", option));
            }
        }
        command.addAll(List.of(arguments));
        return command;
    }

    private Path lists() {
        return downloads.resolve("lists-" + architecture.label());
    }

    private boolean foreign() {
        return architecture != Architecture.ofThisMachine();
    }

    private boolean missing(String name) {
        try {
            return newest(name) == null;
        } catch (IOException e) {
            return true;
        }
    }

    private @org.jspecify.annotations.Nullable Path newest(String name) throws IOException {
        try (Stream<Path> files = Files.list(downloads)) {
            return files.filter(file -> {
                        String text = file.getFileName().toString();
                        return text.startsWith(name + "_") && text.endsWith("_" + architecture.label() + ".deb");
                    })
                    .max(Comparator.naturalOrder())
                    .orElse(null);
        }
    }

    private static Path find(Path folder, String name) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.getFileName().toString().equals(name) && Files.exists(file))
                    .map(DebianBase::real)
                    .findFirst()
                    .orElseThrow(() -> new IOException("Debian's packages hold no " + name));
        }
    }

    private static Path real(Path file) {
        try {
            return file.toRealPath();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static void copyrights(Path from, Path root) throws IOException {
        for (String name : PACKAGES) {
            Path notice = from.resolve("usr/share/doc").resolve(name).resolve("copyright");
            if (Files.exists(notice)) {
                Path target = root.resolve("usr/share/doc").resolve(name).resolve("copyright");
                Files.createDirectories(target.getParent());
                Files.copy(notice.toRealPath(), target);
            }
        }
    }

    private static void write(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
