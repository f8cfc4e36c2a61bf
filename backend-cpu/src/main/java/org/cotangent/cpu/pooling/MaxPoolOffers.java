package org.cotangent.cpu.pooling;

import java.util.List;
import org.cotangent.cpu.primitive.Primitives;
import org.cotangent.cpu.window.WindowAxis;
import org.cotangent.spi.backend.InnerCall;
import org.cotangent.spi.backend.Kernel;
import org.cotangent.spi.backend.Offer;
import org.cotangent.spi.backend.Preparation;
import org.cotangent.spi.op.Forward;
import org.cotangent.spi.tensor.AxisOrder;
import org.cotangent.spi.tensor.Shape;
import org.jspecify.annotations.Nullable;

/** Kernels of MaxPool and of its derivative, for channels that are neighbours in memory and for planes. */
final class MaxPoolOffers {

    /** Planes that are handled at a time, if they are small. */
    private static final int PLANES = 16;
    /** Numbers that a thread may have for itself. */
    private static final long ROOM = 1 << 23;

    private final Primitives primitives;

    MaxPoolOffers(Primitives primitives) {
        this.primitives = primitives;
    }

    /** {@return the answer to a call with operands in their natural order} */
    Offer planes(Preparation call, MaxPoolForm form) {
        String obstacle = Pools.obstacle(call);
        return obstacle != null
                ? Offer.declined(obstacle)
                : new Offer.Accepted(
                        Offer.NATIVE,
                        "planes side by side, " + primitives.description(),
                        () -> planesKernel(call, form));
    }

    private Kernel planesKernel(Preparation call, MaxPoolForm form) {
        List<WindowAxis> axes = Pools.axes(pooled(call, form), call);
        long planes = call.input(0).shape().elements(0, 2).size();
        long plane = axes.stream().mapToLong(WindowAxis::size).reduce(1, Math::multiplyExact);
        int width = Math.clamp(ROOM / plane, 1, PLANES);
        ChannelMaxPool pool = new ChannelMaxPool(form, primitives, axes, 4L * width);
        return new PlanesMaxPoolKernel(pool, primitives.movement(), planes, width, call.parallel());
    }

    /** {@return the answer to a call with operands in other orders} */
    Offer composite(Preparation outer, Forward.Composite composite, MaxPoolForm form) {
        InnerCall call = new InnerCall(outer, composite);
        String obstacle = obstacle(call, composite);
        return obstacle != null
                ? Offer.declined(obstacle)
                : new Offer.Accepted(
                        Offer.NATIVE,
                        "channels last, " + primitives.description(),
                        () -> channelsLastKernel(call, form));
    }

    private static @Nullable String obstacle(InnerCall call, Forward.Composite composite) {
        AxisOrder last = AxisOrder.channelsLast(call.input(0).shape().rank());
        if (!composite.output().equals(last) || !composite.inputs().stream().allMatch(last.inverse()::equals)) {
            return "not all operands have their channels last";
        }
        return composite.epilogue() != null ? "an elementwise end" : Pools.obstacle(call);
    }

    private Kernel channelsLastKernel(InnerCall call, MaxPoolForm form) {
        Shape x = call.input(0).shape();
        int channels = Math.toIntExact(x.size(1));
        List<WindowAxis> axes = Pools.axes(pooled(call, form), call);
        ChannelMaxPool pool = new ChannelMaxPool(form, primitives, axes, 4L * channels);
        return new ChannelsLastMaxPoolKernel(pool, x.size(0), channels, call.parallel());
    }

    /** The shape that has an element for each window. */
    private static long[] pooled(Preparation call, MaxPoolForm form) {
        return form == MaxPoolForm.SCATTER
                ? call.input(1).shape().sizes()
                : call.output(0).shape().sizes();
    }
}
