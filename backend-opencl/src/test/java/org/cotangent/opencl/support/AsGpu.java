package org.cotangent.opencl.support;

import org.cotangent.opencl.DeviceFacts;
import org.cotangent.opencl.DeviceFacts.Kind;
import org.cotangent.opencl.kernel.OpenClKernels;
import org.cotangent.opencl.kernel.Proposal;
import org.cotangent.spi.backend.Preparation;

/** The kernels that a family has for graphics processors, whatever the device. They run on processors, too. */
public record AsGpu(OpenClKernels family) implements OpenClKernels {
    @Override
    public String name() {
        return family.name();
    }

    @Override
    public Proposal propose(Preparation call, DeviceFacts device) {
        return family.propose(call, changed(device));
    }

    private static DeviceFacts changed(DeviceFacts device) {
        return new DeviceFacts(
                device.platform(),
                device.name(),
                device.version(),
                Kind.GPU,
                false,
                device.computeUnits(),
                1,
                Math.min(256, device.workGroup()),
                32 << 10,
                device.largestBlock(),
                device.memory(),
                device.fp64(),
                device.longAtomics());
    }
}
