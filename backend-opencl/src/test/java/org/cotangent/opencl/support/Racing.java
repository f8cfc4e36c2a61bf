package org.cotangent.opencl.support;

import org.cotangent.opencl.DeviceFacts;
import org.cotangent.opencl.kernel.Argument;
import org.cotangent.opencl.kernel.KernelPlan;
import org.cotangent.opencl.kernel.Launch;
import org.cotangent.opencl.kernel.OpenClKernels;
import org.cotangent.opencl.kernel.Proposal;
import org.cotangent.opencl.kernel.Range;
import org.cotangent.opencl.kernel.Source;
import org.cotangent.spi.backend.Preparation;
import org.cotangent.spi.tensor.DType;

/** A wrong kernel for Neg: all work-items write the first element. */
final class Racing implements OpenClKernels {
    @Override
    public String name() {
        return "racing";
    }

    @Override
    public Proposal propose(Preparation call, DeviceFacts device) {
        if (!call.operator().id().type().equals("Neg") || call.input(0).dtype() != DType.FLOAT) {
            return Proposal.declined("not Neg");
        }
        Source source = new Source(
                "racing",
                "__kernel void race(IN(float, x), OUT(float, y)) { BIND(x); BIND(y); y[0] = -x[get_global_id(0)]; }");
        long elements = call.input(0).shape().elements().size();
        return Proposal.accepted(
                "wrong",
                () -> KernelPlan.of(
                        Launch.of(source, "race", Range.of(elements, 1), Argument.input(0), Argument.output(0))));
    }
}
