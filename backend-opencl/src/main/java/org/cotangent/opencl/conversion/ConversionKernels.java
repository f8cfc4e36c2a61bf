package org.cotangent.opencl.conversion;

import org.cotangent.opencl.DeviceFacts;
import org.cotangent.opencl.kernel.Argument;
import org.cotangent.opencl.kernel.ElementType;
import org.cotangent.opencl.kernel.KernelPlan;
import org.cotangent.opencl.kernel.Launch;
import org.cotangent.opencl.kernel.OpenClKernels;
import org.cotangent.opencl.kernel.Proposal;
import org.cotangent.opencl.kernel.Range;
import org.cotangent.opencl.kernel.Source;
import org.cotangent.spi.backend.Preparation;
import org.cotangent.spi.tensor.DType;

/** Kernels for Cast and CastLike, between the types that OpenCL C computes with. */
public final class ConversionKernels implements OpenClKernels {
    @Override
    public String name() {
        return "conversion";
    }

    @Override
    public Proposal propose(Preparation call, DeviceFacts device) {
        String type = call.operator().id().qualifiedName();
        if (!type.equals("Cast") && !type.equals("CastLike")) {
            return Proposal.unrelated();
        }
        DType from = call.input(0).dtype();
        DType to = call.output(0).dtype();
        if (!ElementType.supports(from) || !ElementType.supports(to)) {
            return Proposal.declined("from " + from + " to " + to);
        }
        if (!device.fp64() && (from == DType.DOUBLE || to == DType.DOUBLE)) {
            return Proposal.declined("the device has no elements of " + DType.DOUBLE);
        }
        if (from == DType.DOUBLE && to == DType.BFLOAT16) {
            return Proposal.declined("from " + from + " to " + to + " would be rounded twice");
        }
        return Proposal.accepted("conversion", () -> plan(call, device, from, to));
    }

    private static KernelPlan plan(Preparation call, DeviceFacts device, DType from, DType to) {
        long elements = call.input(0).shape().elements().size();
        Source source = Source.resource(ConversionKernels.class, "cast.cl")
                .type("X", from)
                .type("Y", to)
                .define("CONVERTED(v)", converted(from, to, device));
        Launch launch = Launch.of(
                source,
                "cast",
                Range.of(elements, device.groupSize()),
                Argument.input(0),
                Argument.output(0),
                Argument.of(Math.toIntExact(elements)));
        return KernelPlan.of(launch).overwriting((input, output) -> input == 0 && from == to);
    }

    /** {@return the conversion between the types in which one computes} */
    private static String converted(DType from, DType to, DeviceFacts device) {
        if (to == DType.BOOL) {
            return "(v)";
        }
        if (from.isFloating() && !to.isFloating()) {
            return to == DType.UINT64
                    ? "((v) < 0 ? (ulong)convert_long_sat(v) : convert_ulong_sat(v))"
                    : "convert_long_sat(v)";
        }
        if (!to.isFloating() || to == from) {
            return "(v)";
        }
        // Whole numbers become floats by way of float64, as in the portable kernel, where there is one.
        return !from.isFloating() && device.fp64() ? "(double)(v)" : "(v)";
    }
}
