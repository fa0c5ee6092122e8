package dev.millrace.agent.runtime.onnx;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.jboss.logging.Logger;

/**
 * Keeps ONNX Runtime from reporting home. Its builds for Linux (seen with 1.29) make a device identifier and a database of
 * events in the user's cache folder as soon as the library is loaded, and upload them; {@code OrtEnvironment.setTelemetry}
 * comes after that. The library reads the environment variable below first, so it is set within this process.
 */
final class Telemetry {
    private static final Logger LOG = Logger.getLogger(Telemetry.class);
    private static final String VARIABLE = "ORT_DISABLE_TELEMETRY";

    private Telemetry() {}

    /** To be called before the library is loaded. */
    static void disable() {
        Linker linker = Linker.nativeLinker();
        FunctionDescriptor signature = FunctionDescriptor.of(
                ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.ADDRESS, ValueLayout.JAVA_INT);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment setenv = linker.defaultLookup().find("setenv").orElseThrow();
            int failed = (int) linker.downcallHandle(setenv, signature)
                    .invokeExact(arena.allocateFrom(VARIABLE), arena.allocateFrom("1"), 1);
            if (failed != 0) {
                LOG.warn("ONNX Runtime's telemetry could not be switched off. Maybe set " + VARIABLE + "=1");
            }
        } catch (Throwable e) {
            LOG.warnf("ONNX Runtime's telemetry could not be switched off (%s). Maybe set %s=1", e, VARIABLE);
        }
    }
}
