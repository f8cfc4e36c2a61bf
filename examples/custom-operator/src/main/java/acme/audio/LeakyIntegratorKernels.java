package acme.audio;

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

/** The operator on OpenCL devices: a work-item for each row. The code is in {@code leaky_integrator.cl}. */
public final class LeakyIntegratorKernels implements OpenClKernels {
    private static final int GROUP = 64;

    @Override
    public String name() {
        return "leaky integrator";
    }

    @Override
    public Proposal propose(Preparation call, DeviceFacts device) {
        if (!(call.operator() instanceof LeakyIntegrator)) {
            return Proposal.unrelated();
        }
        if (call.input(0).dtype() == DType.DOUBLE && !device.fp64()) {
            return Proposal.declined("the device has no float64");
        }
        return Proposal.accepted("row by row", () -> plan(call));
    }

    private static KernelPlan plan(Preparation call) {
        long[] sizes = call.input(0).shape().sizes();
        int length = sizes.length == 0 ? 1 : (int) sizes[sizes.length - 1];
        long elements = call.input(0).shape().elements().size();
        int rows = length == 0 ? 0 : (int) (elements / length);
        Source source = Source.resource(LeakyIntegratorKernels.class, "leaky_integrator.cl")
                .type("X", call.input(0).dtype());
        return KernelPlan.of(Launch.of(
                source,
                "leaky_integrator",
                Range.of(rows, GROUP),
                Argument.input(0),
                Argument.output(0),
                Argument.of(rows),
                Argument.of(length),
                Argument.of((float) call.attributes().real("decay")),
                Argument.of(call.attributes().flag("reverse") ? 1 : 0)));
    }
}
