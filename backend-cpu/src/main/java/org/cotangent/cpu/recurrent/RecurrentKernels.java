package org.cotangent.cpu.recurrent;

import java.util.List;
import org.cotangent.cpu.CpuBackend;
import org.cotangent.cpu.primitive.PrimitiveSelection;
import org.cotangent.cpu.primitive.Primitives;
import org.cotangent.spi.backend.KernelProvider;
import org.cotangent.spi.backend.Offer;
import org.cotangent.spi.backend.Preparation;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.TensorType;
import org.jspecify.annotations.Nullable;

/** Float32 kernels of LSTM, GRU and RNN with the activations that they have unless told otherwise. */
public final class RecurrentKernels implements KernelProvider {

    private final Primitives primitives;

    /** Uses the best loops of this virtual machine. */
    public RecurrentKernels() {
        this(PrimitiveSelection.select());
    }

    RecurrentKernels(Primitives primitives) {
        this.primitives = primitives;
    }

    @Override
    public String backend() {
        return CpuBackend.NAME;
    }

    @Override
    public String name() {
        return "recurrent";
    }

    @Override
    public Offer offer(Preparation call) {
        LayerKind kind = LayerKind.of(call.operator().id().qualifiedName());
        return kind == null ? Offer.declined("not a recurrent layer") : offer(call, kind);
    }

    private Offer offer(Preparation call, LayerKind kind) {
        String obstacle = obstacle(call, LayerTensors.LENGTHS, LayerTensors.X, LayerTensors.W, LayerTensors.R);
        if (obstacle == null) {
            obstacle = obstacleOfAttributes(call.attributes(), kind);
        }
        if (obstacle != null) {
            return Offer.declined(obstacle);
        }
        LayerShape shape = LayerShape.of(
                kind,
                call.attributes(),
                call.input(LayerTensors.X).shape(),
                call.input(LayerTensors.R).shape(),
                primitives.blocks().lanes());
        if (shape.isTooLarge()) {
            return Offer.declined("matrices are too large");
        }
        return new Offer.Accepted(
                Offer.NATIVE,
                "inputs of many times in one product, " + primitives.description(),
                () -> new RecurrentKernel(primitives, shape, call));
    }

    /** Why there is no kernel for inputs of these types, of which some must have elements; null if there is one. */
    static @Nullable String obstacle(Preparation call, int lengths, int... needed) {
        for (int i = 0; i < call.inputCount(); i++) {
            if (call.hasInput(i)) {
                TensorType type = call.input(i);
                DType expected = i == lengths ? DType.INT32 : DType.FLOAT;
                if (type.dtype() != expected || !type.isStatic()) {
                    return "not " + expected + " of known sizes: " + type;
                }
            }
        }
        for (int i : needed) {
            if (call.input(i).shape().elements().size() == 0) {
                return "no elements";
            }
        }
        return null;
    }

    private static @Nullable String obstacleOfAttributes(Attributes attributes, LayerKind kind) {
        if (attributes.real("clip", 0) != 0) {
            return "clip";
        }
        if (kind == LayerKind.LSTM && attributes.flag("input_forget")) {
            return "input_forget";
        }
        List<String> activations = attributes.has("activations") ? attributes.texts("activations") : List.of();
        return kind.isStandard(activations) ? null : "activations " + activations;
    }
}
