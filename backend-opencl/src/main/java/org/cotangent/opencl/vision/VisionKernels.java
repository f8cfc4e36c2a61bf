package org.cotangent.opencl.vision;

import org.cotangent.opencl.DeviceFacts;
import org.cotangent.opencl.kernel.ElementType;
import org.cotangent.opencl.kernel.OpenClKernels;
import org.cotangent.opencl.kernel.Proposal;
import org.cotangent.spi.backend.Preparation;
import org.cotangent.spi.tensor.DType;

/** Kernels for GridSample, AffineGrid, RoiAlign, MaxRoiPool, WeightedGather and GatherDot. */
public final class VisionKernels implements OpenClKernels {
    @Override
    public String name() {
        return "vision";
    }

    @Override
    public Proposal propose(Preparation call, DeviceFacts device) {
        String type = call.operator().id().type();
        return switch (type) {
            case "GridSample", "AffineGrid", "RoiAlign", "MaxRoiPool", "WeightedGather", "GatherDot" -> {
                for (int i = 0; i < Math.min(2, call.inputCount()); i++) {
                    DType dtype = call.input(i).dtype();
                    if (!ElementType.supports(dtype) || (dtype == DType.DOUBLE && !device.fp64())) {
                        yield Proposal.declined("the device has no elements of " + dtype);
                    }
                }
                yield propose(type, call, device);
            }
            default -> Proposal.unrelated();
        };
    }

    private static Proposal propose(String type, Preparation call, DeviceFacts device) {
        return switch (type) {
            case "GridSample" -> GridSampling.propose(call, device);
            case "AffineGrid" -> Proposal.accepted("a place each", () -> GridSampling.affine(call));
            case "RoiAlign" -> Proposal.accepted("a bin each", () -> Regions.align(call));
            case "MaxRoiPool" -> Proposal.accepted("a bin each", () -> Regions.pool(call));
            default -> Proposal.accepted("a number each", () -> TableRows.plan(call));
        };
    }
}
