package org.cotangent.opencl.kernel;

import org.cotangent.opencl.DeviceFacts;
import org.cotangent.spi.backend.Preparation;

/**
 * Kernels in OpenCL C for some operators: a plug-in (through {@link java.util.ServiceLoader}), by anyone. The code is a
 * resource in {@code META-INF/opencl}.
 *
 * <p>Elementwise operators need none, since code is made from their scalar expressions.
 */
public interface OpenClKernels {
    /** {@return the name of this family, for reports} */
    String name();

    /**
     * {@return whether and how a call can be computed on a device like this}
     *
     * <p>Sizes of inputs and outputs may be 0; a launch of an empty range does nothing.
     */
    Proposal propose(Preparation call, DeviceFacts device);
}
