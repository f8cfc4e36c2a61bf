package org.cotangent.cpu.recurrent;

import org.cotangent.cpu.CpuBackend;
import org.cotangent.cpu.primitive.PrimitiveSelection;
import org.cotangent.cpu.primitive.Primitives;
import org.cotangent.spi.backend.KernelProvider;
import org.cotangent.spi.backend.Offer;
import org.cotangent.spi.backend.Preparation;
import org.cotangent.spi.op.OperatorId;
import org.cotangent.spi.tensor.Shape;

/** Float32 kernels of the gradients of LSTM, GRU and RNN. */
public final class RecurrentGradientKernels implements KernelProvider {

    private static final String SUFFIX = "Gradient";

    private final Primitives primitives;

    /** Uses the best loops of this virtual machine. */
    public RecurrentGradientKernels() {
        this(PrimitiveSelection.select());
    }

    RecurrentGradientKernels(Primitives primitives) {
        this.primitives = primitives;
    }

    @Override
    public String backend() {
        return CpuBackend.NAME;
    }

    @Override
    public String name() {
        return "recurrent gradient";
    }

    @Override
    public Offer offer(Preparation call) {
        OperatorId id = call.operator().id();
        LayerKind kind = id.domain().equals(OperatorId.COTANGENT) && id.type().endsWith(SUFFIX)
                ? LayerKind.of(id.type().substring(0, id.type().length() - SUFFIX.length()))
                : null;
        return kind == null ? Offer.declined("not the gradient of a recurrent layer") : offer(call, kind);
    }

    private Offer offer(Preparation call, LayerKind kind) {
        String obstacle =
                RecurrentKernels.obstacle(call, GradientTensors.LENGTHS, GradientTensors.R, GradientTensors.TRACE);
        if (obstacle != null) {
            return Offer.declined(obstacle);
        }
        Shape trace = call.input(GradientTensors.TRACE).shape();
        int hidden = Math.toIntExact(call.input(GradientTensors.R).shape().size(2));
        LayerShape shape = new LayerShape(
                kind,
                Math.toIntExact(trace.size(0)),
                Math.toIntExact(trace.size(2)),
                0,
                hidden,
                hidden,
                false,
                call.attributes().text("direction").equals("reverse"),
                Math.toIntExact(trace.size(1)));
        if (shape.isTooLarge()) {
            return Offer.declined("matrices are too large");
        }
        return new Offer.Accepted(
                Offer.NATIVE,
                "back in time, " + primitives.description(),
                () -> new GradientKernel(primitives, shape, call));
    }
}
