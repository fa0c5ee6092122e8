package dev.millrace.deviceplugin.dra;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The claims prepared on this node, a file each, so that a restart forgets none and needs no API server: a line a device,
 * {@code request TAB pool TAB device}.
 */
final class ClaimRecords {
    private static final String FIRST_LINE = "millrace claim 1";
    private static final int FIELDS = 3;

    private final Path folder;

    /** @param folder on a disk that outlives a reboot */
    ClaimRecords(Path folder) {
        this.folder = folder;
    }

    /** What was recorded of a claim; empty where it is not prepared. @throws IOException where the file is damaged, too */
    Optional<List<ClaimDevice>> read(String uid) throws IOException {
        List<String> lines;
        try {
            lines = Files.readAllLines(folder.resolve(uid));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
        if (lines.isEmpty() || !lines.getFirst().equals(FIRST_LINE)) {
            throw new IOException("not the record of a claim: " + folder.resolve(uid));
        }
        List<ClaimDevice> devices = new ArrayList<>();
        for (String line : lines.subList(1, lines.size())) {
            String[] fields = line.split("\t", -1);
            if (fields.length != FIELDS) {
                throw new IOException("damaged: " + folder.resolve(uid));
            }
            devices.add(new ClaimDevice(fields[0], fields[1], fields[2]));
        }
        return Optional.of(devices);
    }

    /** In one step: a file is whole or not there. */
    void write(String uid, List<ClaimDevice> devices) throws IOException {
        Files.createDirectories(folder);
        List<String> lines = new ArrayList<>(List.of(FIRST_LINE));
        devices.forEach(device -> lines.add(device.request() + "\t" + device.pool() + "\t" + device.device()));
        Path fresh = folder.resolve("." + uid);
        Files.write(fresh, lines);
        Files.move(fresh, folder.resolve(uid), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** None of that uid is fine. */
    void delete(String uid) throws IOException {
        Files.deleteIfExists(folder.resolve(uid));
    }
}
