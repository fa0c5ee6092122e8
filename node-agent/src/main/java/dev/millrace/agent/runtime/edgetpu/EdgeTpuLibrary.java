package dev.millrace.agent.runtime.edgetpu;

import dev.millrace.agent.runtime.foreign.CLibrary;
import dev.millrace.agent.runtime.tflite.Delegate;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** libedgetpu's C API (edgetpu_c.h), loaded at run time: it is Coral's, and comes with no package of ours. */
final class EdgeTpuLibrary {
    public interface ListDevices {
        MemorySegment call(MemorySegment count);
    }

    public interface CreateDelegate {
        MemorySegment call(int kind, MemorySegment path, MemorySegment options, long count);
    }

    public interface Release {
        void on(MemorySegment pointer);
    }

    public interface Version {
        MemorySegment call();
    }

    /** struct edgetpu_device: enum type, const char* path. */
    private static final long DEVICE_BYTES = 16;

    private static final long PATH_AT = 8;
    private static final String NAME = "libedgetpu.so.1";

    private final ListDevices list;
    private final Release freeList;
    private final CreateDelegate create;
    private final Release free;
    private final Version version;

    private EdgeTpuLibrary(CLibrary library) {
        list = library.function("edgetpu_list_devices", ListDevices.class);
        freeList = library.function("edgetpu_free_devices", Release.class);
        create = library.function("edgetpu_create_delegate", CreateDelegate.class);
        free = library.function("edgetpu_free_delegate", Release.class);
        version = library.function("edgetpu_version", Version.class);
    }

    /**
     * Loads it.
     *
     * @param file where it is; null finds it as the system's loader does
     * @throws IllegalArgumentException where there is none, or one of another API
     */
    static EdgeTpuLibrary open(@Nullable Path file) {
        return new EdgeTpuLibrary(file == null ? CLibrary.named(NAME) : CLibrary.open(file));
    }

    String version() {
        return CLibrary.text(version.call());
    }

    /** The devices that it can open now, in the order of their paths. */
    List<EdgeTpu> devices() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment count = arena.allocate(ValueLayout.JAVA_LONG);
            MemorySegment devices = list.call(count);
            long found = count.get(ValueLayout.JAVA_LONG, 0);
            if (devices.equals(MemorySegment.NULL)) {
                return List.of();
            }
            List<EdgeTpu> all = new ArrayList<>();
            MemorySegment array = devices.reinterpret(found * DEVICE_BYTES);
            for (long i = 0; i < found; i++) {
                int kind = array.get(ValueLayout.JAVA_INT, i * DEVICE_BYTES);
                MemorySegment path = array.get(ValueLayout.ADDRESS, i * DEVICE_BYTES + PATH_AT);
                all.add(new EdgeTpu(kind, CLibrary.text(path)));
            }
            freeList.on(devices);
            all.sort(Comparator.comparing(EdgeTpu::path));
            return all;
        }
    }

    /** @throws IllegalStateException where the device does not open: gone, or held by another process */
    Delegate delegate(EdgeTpu device) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment pointer =
                    create.call(device.kind(), arena.allocateFrom(device.path()), MemorySegment.NULL, 0);
            if (pointer.equals(MemorySegment.NULL)) {
                throw new IllegalStateException(
                        "the EdgeTPU at " + device.path() + " does not open; Maybe another process uses it");
            }
            return new Delegate() {
                @Override
                public MemorySegment pointer() {
                    return pointer;
                }

                @Override
                public void close() {
                    free.on(pointer);
                }
            };
        }
    }
}
