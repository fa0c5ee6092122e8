package dev.millrace.agent.profile;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/** Memory of this process as the system sees it. */
public final class ResidentMemory {
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final int KIBI = 1024;

    private ResidentMemory() {}

    /** Bytes in memory now, garbage left aside as far as the JVM lets go of it; 0 where the system does not say. */
    static long bytes() {
        System.gc();
        return resident();
    }

    /** Bytes in memory now outside the Java heap, without collecting garbage; 0 where the system does not say. */
    public static long nativeBytes() {
        return Math.max(
                0,
                resident()
                        - ManagementFactory.getMemoryMXBean()
                                .getHeapMemoryUsage()
                                .getCommitted());
    }

    private static long resident() {
        try {
            return Files.readAllLines(STATUS).stream()
                    .filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) * KIBI)
                    .findFirst()
                    .orElse(0);
        } catch (IOException e) {
            return 0;
        }
    }
}
