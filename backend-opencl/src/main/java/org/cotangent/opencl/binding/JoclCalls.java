package org.cotangent.opencl.binding;

import java.lang.foreign.MemorySegment;
import org.jocl.CL;
import org.jocl.CLException;
import org.jocl.Pointer;
import org.jocl.Sizeof;
import org.jocl.cl_command_queue;
import org.jocl.cl_kernel;
import org.jocl.cl_mem;

/** All calls through JOCL. */
final class JoclCalls implements Calls {
    /** Buffers of Java end at two gibibytes, so that larger copies are made in parts. */
    private static final long PART = 1L << 30;

    @Override
    public String name() {
        return "jocl";
    }

    @Override
    public void setBuffer(cl_kernel kernel, int index, cl_mem buffer) {
        set(kernel, index, Sizeof.cl_mem, Pointer.to(buffer));
    }

    @Override
    public void setInt(cl_kernel kernel, int index, int value) {
        set(kernel, index, Integer.BYTES, Pointer.to(new int[] {value}));
    }

    @Override
    public void setLong(cl_kernel kernel, int index, long value) {
        set(kernel, index, Long.BYTES, Pointer.to(new long[] {value}));
    }

    @Override
    public void setFloat(cl_kernel kernel, int index, float value) {
        set(kernel, index, Float.BYTES, Pointer.to(new float[] {value}));
    }

    @Override
    public void setDouble(cl_kernel kernel, int index, double value) {
        set(kernel, index, Double.BYTES, Pointer.to(new double[] {value}));
    }

    @Override
    @SuppressWarnings("NullAway") // JOCL takes null for the address of local memory
    public void setLocal(cl_kernel kernel, int index, long bytes) {
        set(kernel, index, bytes, null);
    }

    private static void set(cl_kernel kernel, int index, long bytes, Pointer value) {
        attempt("clSetKernelArg(" + index + ")", () -> CL.clSetKernelArg(kernel, index, bytes, value));
    }

    @Override
    @SuppressWarnings("NullAway") // JOCL takes null for what is left out
    public void launch(cl_command_queue queue, cl_kernel kernel, NdRange range) {
        attempt(
                "clEnqueueNDRangeKernel",
                () -> CL.clEnqueueNDRangeKernel(queue, kernel, 3, null, range.global(), range.local(), 0, null, null));
    }

    @Override
    @SuppressWarnings("NullAway") // JOCL takes null for what is left out
    public void read(cl_command_queue queue, cl_mem buffer, long offset, MemorySegment target) {
        for (long done = 0; done < target.byteSize(); done += PART) {
            long at = offset + done;
            long bytes = Math.min(PART, target.byteSize() - done);
            Pointer to = Pointer.to(target.asSlice(done, bytes).asByteBuffer());
            attempt(
                    "clEnqueueReadBuffer",
                    () -> CL.clEnqueueReadBuffer(queue, buffer, true, at, bytes, to, 0, null, null));
        }
    }

    @Override
    @SuppressWarnings("NullAway") // JOCL takes null for what is left out
    public void write(cl_command_queue queue, cl_mem buffer, long offset, MemorySegment source) {
        for (long done = 0; done < source.byteSize(); done += PART) {
            long at = offset + done;
            long bytes = Math.min(PART, source.byteSize() - done);
            Pointer from = Pointer.to(source.asSlice(done, bytes).asByteBuffer());
            attempt(
                    "clEnqueueWriteBuffer",
                    () -> CL.clEnqueueWriteBuffer(queue, buffer, true, at, bytes, from, 0, null, null));
        }
    }

    @Override
    @SuppressWarnings("NullAway") // JOCL takes null for what is left out
    public void copy(cl_command_queue queue, cl_mem from, long offset, cl_mem to, long target, long bytes) {
        attempt(
                "clEnqueueCopyBuffer",
                () -> CL.clEnqueueCopyBuffer(queue, from, to, offset, target, bytes, 0, null, null));
    }

    @Override
    public void flush(cl_command_queue queue) {
        attempt("clFlush", () -> CL.clFlush(queue));
    }

    @Override
    public void finish(cl_command_queue queue) {
        attempt("clFinish", () -> CL.clFinish(queue));
    }

    private static void attempt(String name, Runnable call) {
        try {
            call.run();
        } catch (CLException e) {
            throw Failure.of(e, name);
        }
    }
}
