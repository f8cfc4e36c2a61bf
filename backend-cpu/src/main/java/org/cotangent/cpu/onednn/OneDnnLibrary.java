package org.cotangent.cpu.onednn;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * oneDNN's C library, loaded for the life of the process. Calls made here prepare work; those of a run are
 * {@link RunFunctions}.
 *
 * <p>Native objects live in the {@link Arena} they are made in: closing it destroys them, and the arena's own checks
 * turn any later use into an {@link IllegalStateException}.
 */
final class OneDnnLibrary {

    /** {@code dnnl_dims_t} has room for this many dimensions. */
    static final int MAX_DIMENSIONS = 12;

    private final Linker linker = Linker.nativeLinker();
    private final SymbolLookup symbols;
    private final Map<NativeFunction, MethodHandle> functions = new ConcurrentHashMap<>();
    private final MethodHandle descriptorSize;
    private final MethodHandle descriptorEqual;
    private final InstructionSet instructions;
    private final RunFunctions runFunctions;
    private final WeightMemory weights = new WeightMemory(() -> LargePages.of(System.getProperty("os.name", "")));

    /** @throws UnsatisfiedLinkError if a function is missing: the library is not a oneDNN of major version 3 */
    OneDnnLibrary(SymbolLookup symbols) {
        this.symbols = symbols;
        for (NativeFunction function : NativeFunction.values()) {
            address(function.symbol());
        }
        descriptorSize = bind("dnnl_memory_desc_get_size", FunctionDescriptor.of(JAVA_LONG, ADDRESS));
        descriptorEqual = bind("dnnl_memory_desc_equal", FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS));
        instructions =
                new InstructionSet((int) invoke(bind("dnnl_get_effective_cpu_isa", FunctionDescriptor.of(JAVA_INT))));
        runFunctions = new RunFunctions(this);
    }

    /** Binds a function for exact invocation. */
    MethodHandle bind(String symbol, FunctionDescriptor descriptor, Linker.Option... options) {
        return linker.downcallHandle(address(symbol), descriptor, options);
    }

    /** Returns whether a function is in the library, or in those that it needs. */
    boolean has(String symbol) {
        return symbols.find(symbol).isPresent();
    }

    private MemorySegment address(String symbol) {
        return symbols.find(symbol).orElseThrow(() -> new UnsatisfiedLinkError(symbol + " is missing"));
    }

    /** Returns {@code major.minor.patch} of the loaded library. */
    String version() {
        MemoryLayout version = MemoryLayout.structLayout(JAVA_INT, JAVA_INT, JAVA_INT);
        MethodHandle function = bind("dnnl_version", FunctionDescriptor.of(ADDRESS.withTargetLayout(version)));
        MemorySegment numbers = (MemorySegment) invoke(function);
        return numbers.getAtIndex(JAVA_INT, 0) + "." + numbers.getAtIndex(JAVA_INT, 1) + "."
                + numbers.getAtIndex(JAVA_INT, 2);
    }

    /** Returns what oneDNN may use of the processor. */
    InstructionSet instructions() {
        return instructions;
    }

    /**
     * Calls a function. Arguments are integers, longs, floats and segments as the function declares them; a
     * {@link NativeObject} is passed by its handle, a {@code long[]} as a {@code dnnl_dims_t} that lives during the
     * call, {@code null} as the null pointer.
     *
     * @throws OneDnnException if the status is not success
     */
    void call(NativeFunction function, @Nullable Object... arguments) {
        MethodHandle handle = functions.computeIfAbsent(function, f -> bind(f.symbol(), f.descriptor()));
        try (Arena temporary = Arena.ofConfined()) {
            @Nullable Object[] passed = new @Nullable Object[arguments.length];
            for (int i = 0; i < arguments.length; i++) {
                passed[i] = passed(arguments[i], temporary);
            }
            Status status = Status.of((int) invoke(handle, passed));
            if (status != Status.SUCCESS) {
                throw new OneDnnException(function.symbol(), status, describe(arguments));
            }
        }
    }

    /**
     * Makes a native object that is destroyed when the arena closes; its address leads the constructor's parameters.
     */
    MemorySegment create(
            Arena arena, NativeFunction destructor, NativeFunction constructor, @Nullable Object... arguments) {
        try (Arena temporary = Arena.ofConfined()) {
            MemorySegment result = temporary.allocate(ADDRESS);
            @Nullable Object[] all = new @Nullable Object[arguments.length + 1];
            all[0] = result;
            System.arraycopy(arguments, 0, all, 1, arguments.length);
            call(constructor, all);
            return result.get(ADDRESS, 0).reinterpret(arena, object -> call(destructor, object));
        }
    }

    /** Returns the bytes of the memory that a descriptor describes. */
    long size(MemorySegment descriptor) {
        return (long) invoke(descriptorSize, descriptor);
    }

    /** Returns whether two memory descriptors are equal. */
    boolean equal(MemorySegment descriptor, MemorySegment other) {
        return (int) invoke(descriptorEqual, descriptor, other) != 0;
    }

    /** Returns the functions that a run calls. */
    RunFunctions runFunctions() {
        return runFunctions;
    }

    /** Returns where packed weights stand. */
    WeightMemory weights() {
        return weights;
    }

    private static Object passed(@Nullable Object argument, Arena temporary) {
        return switch (argument) {
            case null -> MemorySegment.NULL;
            case long[] dimensions -> temporary.allocateFrom(JAVA_LONG, Arrays.copyOf(dimensions, MAX_DIMENSIONS));
            case NativeObject object -> object.handle();
            default -> argument;
        };
    }

    private static Object invoke(MethodHandle function, @Nullable Object... arguments) {
        try {
            return function.invokeWithArguments(arguments);
        } catch (Throwable e) {
            throw Downcalls.failure(e);
        }
    }

    private static String describe(@Nullable Object[] arguments) {
        StringBuilder text = new StringBuilder("(");
        for (Object argument : arguments) {
            text.append(text.length() > 1 ? ", " : "");
            switch (argument) {
                case null -> text.append("null");
                case long[] dimensions -> text.append(Arrays.toString(dimensions));
                case MemorySegment segment -> text.append("handle");
                default -> text.append(argument);
            }
        }
        return text.append(')').toString();
    }
}
