package org.cotangent.engine.kernel;

import org.cotangent.spi.backend.Bindings;
import org.cotangent.spi.backend.Kernel;
import org.cotangent.spi.backend.KernelProvider;
import org.cotangent.spi.backend.Offer;
import org.cotangent.spi.backend.Preparation;
import org.cotangent.spi.op.Forward;

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
                new Offer.Accepted(Offer.PORTABLE, "host kernel", () -> host.factory().prepare(call));
            case Forward.Pointwise pointwise ->
                new Offer.Accepted(Offer.PORTABLE, "pointwise interpreter", () -> PointwiseInterpreter.prepare(pointwise, call));
            case Forward.View view -> new Offer.Accepted(Offer.PORTABLE, "copy", CopyKernel::new);
            case Forward.Expansion expansion -> Offer.declined("runs by its expansion");
        };
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
