package org.cotangent.opencl.binding;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import org.jocl.CL;
import org.jocl.cl_command_queue;
import org.jocl.cl_kernel;
import org.jocl.cl_mem;

/** Calls of the loader's functions on the handles that JOCL gave: nothing is allocated and no thread is started. */
final class FfmCalls implements Calls {
    private static final FunctionDescriptor SET = FunctionDescriptor.of(
            ValueLayout.JAVA_INT,
            ValueLayout.JAVA_LONG,
            ValueLayout.JAVA_INT,
            ValueLayout.JAVA_LONG,
            ValueLayout.ADDRESS);
    private static final FunctionDescriptor LAUNCH = FunctionDescriptor.of(
            ValueLayout.JAVA_INT,
            ValueLayout.JAVA_LONG,
            ValueLayout.JAVA_LONG,
            ValueLayout.JAVA_INT,
            ValueLayout.ADDRESS,
            ValueLayout.ADDRESS,
            ValueLayout.ADDRESS,
            ValueLayout.JAVA_INT,
            ValueLayout.ADDRESS,
            ValueLayout.ADDRESS);
    private static final FunctionDescriptor TRANSFER = FunctionDescriptor.of(
            ValueLayout.JAVA_INT,
            ValueLayout.JAVA_LONG,
            ValueLayout.JAVA_LONG,
            ValueLayout.JAVA_INT,
            ValueLayout.JAVA_LONG,
            ValueLayout.JAVA_LONG,
            ValueLayout.ADDRESS,
            ValueLayout.JAVA_INT,
            ValueLayout.ADDRESS,
            ValueLayout.ADDRESS);
    private static final FunctionDescriptor COPY = FunctionDescriptor.of(
            ValueLayout.JAVA_INT,
            ValueLayout.JAVA_LONG,
            ValueLayout.JAVA_LONG,
            ValueLayout.JAVA_LONG,
            ValueLayout.JAVA_LONG,
            ValueLayout.JAVA_LONG,
            ValueLayout.JAVA_LONG,
            ValueLayout.JAVA_INT,
            ValueLayout.ADDRESS,
            ValueLayout.ADDRESS);
    private static final FunctionDescriptor OF_QUEUE =
            FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_LONG);

    private final MethodHandle setKernelArg;
    private final MethodHandle enqueueKernel;
    private final MethodHandle enqueueRead;
    private final MethodHandle enqueueWrite;
    private final MethodHandle enqueueCopy;
    private final MethodHandle flush;
    private final MethodHandle finish;

    /** @throws IllegalArgumentException if there is no library of this name */
    FfmCalls(String library) {
        SymbolLookup loader = SymbolLookup.libraryLookup(library, Arena.global());
        // Arguments are copied at once, so that the heap may be read while they are.
        setKernelArg = handle(loader, "clSetKernelArg", SET, Linker.Option.critical(true));
        enqueueKernel = handle(loader, "clEnqueueNDRangeKernel", LAUNCH);
        enqueueRead = handle(loader, "clEnqueueReadBuffer", TRANSFER);
        enqueueWrite = handle(loader, "clEnqueueWriteBuffer", TRANSFER);
        enqueueCopy = handle(loader, "clEnqueueCopyBuffer", COPY);
        flush = handle(loader, "clFlush", OF_QUEUE);
        finish = handle(loader, "clFinish", OF_QUEUE);
    }

    private static MethodHandle handle(
            SymbolLookup loader, String name, FunctionDescriptor descriptor, Linker.Option... options) {
        MemorySegment symbol = loader.find(name)
                .orElseThrow(() -> new IllegalArgumentException("the OpenCL loader has no function " + name));
        return Linker.nativeLinker().downcallHandle(symbol, descriptor, options);
    }

    @Override
    public String name() {
        return "ffm";
    }

    @Override
    public void setBuffer(cl_kernel kernel, int index, cl_mem buffer) {
        setLong(kernel, index, buffer.getNativePointer());
    }

    @Override
    public void setInt(cl_kernel kernel, int index, int value) {
        set(kernel, index, Integer.BYTES, MemorySegment.ofArray(new int[] {value}));
    }

    @Override
    public void setLong(cl_kernel kernel, int index, long value) {
        set(kernel, index, Long.BYTES, MemorySegment.ofArray(new long[] {value}));
    }

    @Override
    public void setFloat(cl_kernel kernel, int index, float value) {
        set(kernel, index, Float.BYTES, MemorySegment.ofArray(new float[] {value}));
    }

    @Override
    public void setDouble(cl_kernel kernel, int index, double value) {
        set(kernel, index, Double.BYTES, MemorySegment.ofArray(new double[] {value}));
    }

    @Override
    public void setLocal(cl_kernel kernel, int index, long bytes) {
        set(kernel, index, bytes, MemorySegment.NULL);
    }

    private void set(cl_kernel kernel, int index, long bytes, MemorySegment value) {
        int status;
        try {
            status = (int) setKernelArg.invokeExact(kernel.getNativePointer(), index, bytes, value);
        } catch (Throwable e) {
            throw unexpected(e);
        }
        if (status != CL.CL_SUCCESS) {
            throw Failure.of(status, "clSetKernelArg(" + index + ")", null);
        }
    }

    @Override
    public void launch(cl_command_queue queue, cl_kernel kernel, NdRange range) {
        int status;
        try {
            status = (int) enqueueKernel.invokeExact(
                    queue.getNativePointer(),
                    kernel.getNativePointer(),
                    3,
                    MemorySegment.NULL,
                    range.globalMemory(),
                    range.localMemory(),
                    0,
                    MemorySegment.NULL,
                    MemorySegment.NULL);
        } catch (Throwable e) {
            throw unexpected(e);
        }
        Failure.check(status, "clEnqueueNDRangeKernel");
    }

    @Override
    public void read(cl_command_queue queue, cl_mem buffer, long offset, MemorySegment target) {
        transfer(enqueueRead, "clEnqueueReadBuffer", queue, buffer, offset, target);
    }

    @Override
    public void write(cl_command_queue queue, cl_mem buffer, long offset, MemorySegment source) {
        transfer(enqueueWrite, "clEnqueueWriteBuffer", queue, buffer, offset, source);
    }

    private static void transfer(
            MethodHandle call, String name, cl_command_queue queue, cl_mem buffer, long offset, MemorySegment host) {
        if (host.byteSize() == 0) {
            return;
        }
        int status;
        try {
            status = (int) call.invokeExact(
                    queue.getNativePointer(),
                    buffer.getNativePointer(),
                    0,
                    offset,
                    host.byteSize(),
                    host,
                    0,
                    MemorySegment.NULL,
                    MemorySegment.NULL);
        } catch (Throwable e) {
            throw unexpected(e);
        }
        Failure.check(status, name);
    }

    @Override
    public void copy(cl_command_queue queue, cl_mem from, long offset, cl_mem to, long target, long bytes) {
        int status;
        try {
            status = (int) enqueueCopy.invokeExact(
                    queue.getNativePointer(),
                    from.getNativePointer(),
                    to.getNativePointer(),
                    offset,
                    target,
                    bytes,
                    0,
                    MemorySegment.NULL,
                    MemorySegment.NULL);
        } catch (Throwable e) {
            throw unexpected(e);
        }
        Failure.check(status, "clEnqueueCopyBuffer");
    }

    @Override
    public void flush(cl_command_queue queue) {
        call(flush, "clFlush", queue);
    }

    @Override
    public void finish(cl_command_queue queue) {
        call(finish, "clFinish", queue);
    }

    private static void call(MethodHandle function, String name, cl_command_queue queue) {
        int status;
        try {
            status = (int) function.invokeExact(queue.getNativePointer());
        } catch (Throwable e) {
            throw unexpected(e);
        }
        Failure.check(status, name);
    }

    private static IllegalStateException unexpected(Throwable e) {
        return new IllegalStateException("a native call failed before it was made", e);
    }
}
