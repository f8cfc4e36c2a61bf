package org.cotangent.opencl.support;

import org.cotangent.opencl.DeviceFacts;
import org.cotangent.opencl.kernel.OpenClKernels;
import org.cotangent.opencl.kernel.Proposal;
import org.cotangent.spi.backend.Preparation;

/** The kernels that a family has for devices without float64, whatever the device. */
public record AsSingle(OpenClKernels family) implements OpenClKernels {
    @Override
    public String name() {
        return family.name();
    }

    @Override
    public Proposal propose(Preparation call, DeviceFacts device) {
        return family.propose(
                call,
                new DeviceFacts(
                        device.platform(),
                        device.name(),
                        device.version(),
                        device.kind(),
                        device.unified(),
                        device.computeUnits(),
                        device.vectorWidth(),
                        device.workGroup(),
                        device.localBytes(),
                        device.largestBlock(),
                        device.memory(),
                        false,
                        device.longAtomics()));
    }
}
