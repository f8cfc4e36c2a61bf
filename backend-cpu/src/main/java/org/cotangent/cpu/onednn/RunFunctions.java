package org.cotangent.cpu.onednn;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/** The native functions of a run, bound for exact invocation: no boxing, no allocation. */
final class RunFunctions {

    private final MethodHandle setDataHandle;
    private final MethodHandle execute;
    private final MethodHandle setThreads;

    RunFunctions(OneDnnLibrary library) {
        setDataHandle =
                library.bind("dnnl_memory_set_data_handle", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG));
        execute = library.bind(
                "dnnl_primitive_execute", FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, JAVA_INT, ADDRESS));
        setThreads =
                library.bind("omp_set_num_threads", FunctionDescriptor.ofVoid(JAVA_INT), Linker.Option.critical(false));
    }

    /** Lets a memory object stand for the data at an address. */
    void setDataHandle(MemorySegment memory, long address) {
        int status;
        try {
            status = (int) setDataHandle.invokeExact(memory, address);
        } catch (Throwable e) {
            throw Downcalls.failure(e);
        }
        if (status != 0) {
            throw new OneDnnException("dnnl_memory_set_data_handle", Status.of(status), "an operand of a run");
        }
    }

    /** Executes a primitive with {@code count} entries of {@code dnnl_exec_arg_t}. */
    void execute(Primitive primitive, MemorySegment stream, int count, MemorySegment arguments) {
        int status;
        try {
            status = (int) execute.invokeExact(primitive.handle(), stream, count, arguments);
        } catch (Throwable e) {
            throw Downcalls.failure(e);
        }
        if (status != 0) {
            throw new OneDnnException("dnnl_primitive_execute", Status.of(status), primitive.toString());
        }
    }

    /** Sets the number of threads that primitives made and executed by the calling thread use. */
    void setThreads(int threads) {
        try {
            setThreads.invokeExact(threads);
        } catch (Throwable e) {
            throw Downcalls.failure(e);
        }
    }
}
