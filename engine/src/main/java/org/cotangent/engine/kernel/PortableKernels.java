package org.cotangent.engine.kernel;

import java.util.ArrayList;
import java.util.List;
import org.cotangent.spi.backend.Bindings;
import org.cotangent.spi.backend.Kernel;
import org.cotangent.spi.backend.KernelFactory;
import org.cotangent.spi.backend.KernelProvider;
import org.cotangent.spi.backend.Offer;
import org.cotangent.spi.backend.Preparation;
import org.cotangent.spi.op.Forward;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.TensorType;
import org.jspecify.annotations.Nullable;

/** The kernels that operators bring along or that follow from their expressions: always there, never the fastest. */
final class PortableKernels implements KernelProvider {
    @Override
    public String backend() {
        return "cpu";
    }

    @Override
    public String name() {
        return "portable";
    }

    @Override
    public Offer offer(Preparation call) {
        return switch (call.operator().forward()) {
            case Forward.HostKernel host ->
                new Offer.Accepted(
                        Offer.PORTABLE, "host kernel", () -> host.factory().prepare(call));
            case Forward.ValueKernel values ->
                new Offer.Accepted(
                        Offer.PORTABLE,
                        "kernel of whole values",
                        () -> values.factory().prepare(call));
            case Forward.Pointwise pointwise -> offer(pointwise, call);
            case Forward.View view -> new Offer.Accepted(Offer.PORTABLE, "copy", CopyKernel::new);
            case Forward.Expansion expansion -> Offer.declined("runs by its expansion");
            case Forward.Composite composite -> Offer.declined("runs in parts");
        };
    }

    private static Offer offer(Forward.Pointwise pointwise, Preparation call) {
        KernelFactory otherwise = pointwise.otherwise();
        List<@Nullable DType> types = new ArrayList<>();
        for (int i = 0; i < call.inputCount(); i++) {
            TensorType input = call.findInput(i);
            types.add(input == null ? null : input.dtype());
        }
        return otherwise == null || pointwise.covers(types)
                ? new Offer.Accepted(
                        Offer.PORTABLE, "pointwise interpreter", () -> PointwiseInterpreter.prepare(pointwise, call))
                : new Offer.Accepted(Offer.PORTABLE, "host kernel", () -> otherwise.prepare(call));
    }

    /** Views that could not be resolved by sharing memory. */
    private static final class CopyKernel implements Kernel {
        @Override
        public void run(Bindings io) {
            io.output(0).copyFrom(io.input(0));
        }

        @Override
        public boolean mayOverwrite(int input) {
            return false;
        }
    }
}
