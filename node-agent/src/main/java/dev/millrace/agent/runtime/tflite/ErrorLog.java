package dev.millrace.agent.runtime.tflite;

import dev.millrace.agent.runtime.foreign.CLibrary;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.ArrayList;
import java.util.List;

/** Catches what TensorFlow Lite reports, for the thread that called it. */
@SuppressWarnings("restricted") // A C library calls it.
final class ErrorLog {
    /** int vsnprintf(char*, size_t, const char*, va_list); a va_list is handed on as a pointer on x86-64 and on ARM. */
    public interface Print {
        int call(MemorySegment buffer, long size, MemorySegment format, MemorySegment arguments);
    }

    private static final int LONGEST = 1024;
    private static final int MOST = 8;
    private static final Print PRINT = CLibrary.standard().function("vsnprintf", Print.class);
    private static final ThreadLocal<List<String>> MESSAGES = ThreadLocal.withInitial(ArrayList::new);

    /** A C function for the reporter's place; its user data is not used. */
    static final MemorySegment REPORTER = reporter();

    private ErrorLog() {}

    private static MemorySegment reporter() {
        try {
            return Linker.nativeLinker()
                    .upcallStub(
                            MethodHandles.lookup()
                                    .findStatic(
                                            ErrorLog.class,
                                            "report",
                                            MethodType.methodType(
                                                    void.class,
                                                    MemorySegment.class,
                                                    MemorySegment.class,
                                                    MemorySegment.class)),
                            FunctionDescriptor.ofVoid(ValueLayout.ADDRESS, ValueLayout.ADDRESS, ValueLayout.ADDRESS),
                            Arena.global());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("a method of this class", e);
        }
    }

    @SuppressWarnings("unused") // Called from C.
    private static void report(MemorySegment userData, MemorySegment format, MemorySegment arguments) {
        List<String> messages = MESSAGES.get();
        if (messages.size() >= MOST) {
            return;
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment buffer = arena.allocate(LONGEST);
            PRINT.call(buffer, LONGEST, format, arguments);
            messages.add(CLibrary.text(buffer).strip());
        }
    }

    /** What was reported on this thread since the last call, as one sentence. */
    static String take() {
        List<String> messages = MESSAGES.get();
        String all = messages.isEmpty() ? "no reason given" : String.join("; ", messages);
        MESSAGES.remove();
        return all;
    }
}
