package dev.millrace.agent.runtime.foreign;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandleProxies;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Path;
import java.util.Arrays;

/** Functions of a C library as Java interfaces of one method: pointers are memory segments, int and long are as in Java. */
@SuppressWarnings("restricted") // Calling C is what it is for.
public final class CLibrary {
    private static final Linker LINKER = Linker.nativeLinker();

    private final String name;
    private final SymbolLookup symbols;

    private CLibrary(String name, SymbolLookup symbols) {
        this.name = name;
        this.symbols = symbols;
    }

    /**
     * Loads a library for the life of this process.
     *
     * @throws IllegalArgumentException where the file is no library that this machine can load
     */
    public static CLibrary open(Path file) {
        return new CLibrary(file.toString(), SymbolLookup.libraryLookup(file, Arena.global()));
    }

    /**
     * Loads a library by the name that the system's loader finds it by.
     *
     * @throws IllegalArgumentException where it finds none
     */
    public static CLibrary named(String name) {
        return new CLibrary(name, SymbolLookup.libraryLookup(name, Arena.global()));
    }

    /** The C library that this process is linked with. */
    public static CLibrary standard() {
        return new CLibrary("libc", LINKER.defaultLookup());
    }

    /**
     * The function of that name.
     *
     * @param shape interface whose only method has the function's parameters and result
     * @throws IllegalArgumentException where the library has no such function
     */
    public <T> T function(String function, Class<T> shape) {
        return MethodHandleProxies.asInterfaceInstance(shape, handle(function, descriptor(shape)));
    }

    /** The function of that name, for what no Java type expresses (a struct as a result). */
    public MethodHandle handle(String function, FunctionDescriptor descriptor) {
        MemorySegment address = symbols.find(function)
                .orElseThrow(() -> new IllegalArgumentException(name + " has no function " + function));
        return LINKER.downcallHandle(address, descriptor);
    }

    private static FunctionDescriptor descriptor(Class<?> shape) {
        Method method = Arrays.stream(shape.getMethods())
                .filter(candidate -> Modifier.isAbstract(candidate.getModifiers()))
                .findFirst()
                .orElseThrow();
        MemoryLayout[] parameters =
                Arrays.stream(method.getParameterTypes()).map(CLibrary::layout).toArray(MemoryLayout[]::new);
        return method.getReturnType() == void.class
                ? FunctionDescriptor.ofVoid(parameters)
                : FunctionDescriptor.of(layout(method.getReturnType()), parameters);
    }

    private static MemoryLayout layout(Class<?> type) {
        if (type == int.class) {
            return ValueLayout.JAVA_INT;
        }
        if (type == long.class) {
            return ValueLayout.JAVA_LONG;
        }
        if (type == MemorySegment.class) {
            return ValueLayout.ADDRESS;
        }
        throw new IllegalArgumentException(type + " has no counterpart in C");
    }

    /** Text of a C string; empty for a null pointer. */
    public static String text(MemorySegment pointer) {
        return pointer.equals(MemorySegment.NULL)
                ? ""
                : pointer.reinterpret(Long.MAX_VALUE).getString(0);
    }
}
