package dev.millrace.agent.model;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Files by their digest. A file is there whole or not at all, also after a power cut; one that is not what its name says is
 * removed when it is asked for. Beyond the limit those go first that were not used for longest. Thread-safe.
 */
final class ArtefactCache {
    private static final String FILE = "sha256-";
    private static final String PART = "part-";
    private static final String ADDRESS = "uri-";
    private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");
    private static final Duration ABANDONED = Duration.ofHours(1);

    private record Entry(Path file, long bytes, Instant used) {}

    private final Path folder;
    private final long limitBytes;

    ArtefactCache(Path folder, long limitBytes) {
        this.folder = folder;
        this.limitBytes = limitBytes;
    }

    /** The file of a digest, if it is here and is that; counts as a use. */
    Optional<Path> find(String sha256) throws IOException {
        Path file = folder.resolve(FILE + sha256);
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        if (!Digests.of(file).equals(sha256)) {
            Files.deleteIfExists(file);
            return Optional.empty();
        }
        Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
        return Optional.of(file);
    }

    /** The digest of a file of this cache. */
    static String digest(Path file) {
        return file.getFileName().toString().substring(FILE.length());
    }

    /** Where an unfinished download of an address lies. */
    Path part(String key) throws IOException {
        Files.createDirectories(folder);
        return folder.resolve(PART + Digests.of(key.getBytes(StandardCharsets.UTF_8)));
    }

    /** Takes a finished download in. */
    synchronized Path adopt(Path part, String sha256) throws IOException {
        sync(part);
        Path file = folder.resolve(FILE + sha256);
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
        Download.discard(part);
        sync(folder);
        return file;
    }

    /** Remembers what an artefact without a declared digest has turned out to be. */
    void remember(String identity, String sha256) throws IOException {
        Path target = address(identity);
        Path fresh = Files.createTempFile(folder, PART, "");
        Files.writeString(fresh, sha256);
        sync(fresh);
        Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** What an artefact turned out to be, if that file is still here. */
    Optional<Path> recall(String identity) throws IOException {
        try {
            String sha256 = Files.readString(address(identity));
            return DIGEST.matcher(sha256).matches() ? find(sha256) : Optional.empty();
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    private Path address(String identity) {
        return folder.resolve(ADDRESS + Digests.of(identity.getBytes(StandardCharsets.UTF_8)));
    }

    /**
     * Removes what was not used for longest, until the rest is within the limit.
     *
     * @param kept digests that stay in any case
     */
    synchronized void evict(Set<String> kept) throws IOException {
        List<Entry> entries = entries();
        long total = entries.stream().mapToLong(Entry::bytes).sum();
        entries.sort(Comparator.comparing(Entry::used));
        for (Entry entry : entries) {
            String name = entry.file().getFileName().toString();
            boolean file = name.startsWith(FILE) && !kept.contains(name.substring(FILE.length()));
            boolean abandoned =
                    name.startsWith(PART) && entry.used().isBefore(Instant.now().minus(ABANDONED));
            if (abandoned || file && total > limitBytes) {
                Files.deleteIfExists(entry.file());
                total -= entry.bytes();
            }
        }
    }

    private List<Entry> entries() throws IOException {
        List<Entry> entries = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                try {
                    entries.add(new Entry(
                            file,
                            Files.size(file),
                            Files.getLastModifiedTime(file).toInstant()));
                } catch (NoSuchFileException e) {
                    // Renamed by a download that has just ended.
                    continue;
                }
            }
        }
        return entries;
    }

    /** Brings a file, or the names in a folder, to the disk. */
    private static void sync(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
