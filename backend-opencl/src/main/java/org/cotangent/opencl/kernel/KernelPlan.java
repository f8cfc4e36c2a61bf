package org.cotangent.opencl.kernel;

import java.util.List;

/**
 * How a call is computed: launches, one after the other.
 *
 * @param scratch the bytes of memory that its launches share
 * @param kept the bytes of memory that belong to the kernel
 * @param overwriting which outputs may stand in the memory of an input
 */
public record KernelPlan(List<Launch> launches, long scratch, long kept, Overwriting overwriting) {
    /** Whether an output may stand in the memory of an input of the same type. */
    @FunctionalInterface
    public interface Overwriting {
        boolean allows(int input, int output);
    }

    public KernelPlan {
        launches = List.copyOf(launches);
    }

    public static KernelPlan of(Launch... launches) {
        return of(List.of(launches));
    }

    public static KernelPlan of(List<Launch> launches) {
        return new KernelPlan(launches, 0, 0, (input, output) -> false);
    }

    /** {@return the same with memory that its launches share} */
    public KernelPlan withScratch(long bytes) {
        return new KernelPlan(launches, bytes, kept, overwriting);
    }

    /** {@return the same with memory that belongs to the kernel} */
    public KernelPlan withKept(long bytes) {
        return new KernelPlan(launches, scratch, bytes, overwriting);
    }

    /** {@return the same where these outputs may stand in the memory of these inputs} */
    public KernelPlan overwriting(Overwriting rule) {
        return new KernelPlan(launches, scratch, kept, rule);
    }
}
