package org.cotangent.cpu.normalize;

import org.cotangent.cpu.CpuBackend;
import org.cotangent.cpu.primitive.PrimitiveSelection;
import org.cotangent.cpu.primitive.Primitives;
import org.cotangent.spi.backend.Kernel;
import org.cotangent.spi.backend.KernelProvider;
import org.cotangent.spi.backend.Offer;
import org.cotangent.spi.backend.Preparation;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Shape;
import org.cotangent.spi.tensor.TensorType;
import org.jspecify.annotations.Nullable;

/** Float32 kernels of BatchNormalization, InstanceNormalization and GroupNormalization. */
public final class ChannelNormalizationKernels implements KernelProvider {

    private static final long MOST_ELEMENTS = 1 << 28;

    private final Primitives primitives;

    /** Uses the best loops of this virtual machine. */
    public ChannelNormalizationKernels() {
        this(PrimitiveSelection.select());
    }

    ChannelNormalizationKernels(Primitives primitives) {
        this.primitives = primitives;
    }

    @Override
    public String backend() {
        return CpuBackend.NAME;
    }

    @Override
    public String name() {
        return "channel normalization";
    }

    @Override
    public Offer offer(Preparation call) {
        String operator = call.operator().id().qualifiedName();
        return switch (operator) {
            case "BatchNormalization", "InstanceNormalization", "GroupNormalization" -> {
                String obstacle = obstacle(call);
                yield obstacle != null
                        ? Offer.declined(obstacle)
                        : new Offer.Accepted(
                                Offer.NATIVE, "channels, " + primitives.description(), () -> prepare(call, operator));
            }
            default -> Offer.declined("not a normalisation of channels");
        };
    }

    private static @Nullable String obstacle(Preparation call) {
        for (int i = 0; i < call.inputCount(); i++) {
            if (call.input(i).dtype() != DType.FLOAT || !call.input(i).isStatic()) {
                return "not float32 of known sizes: " + call.input(i);
            }
        }
        for (int i = 0; i < call.outputCount(); i++) {
            if (call.hasOutput(i) && call.output(i).dtype() != DType.FLOAT) {
                return "not float32: " + call.output(i);
            }
        }
        TensorType x = call.input(0);
        long elements = x.shape().elements().size();
        return elements == 0 ? "no elements" : elements > MOST_ELEMENTS ? "too many elements" : null;
    }

    private Kernel prepare(Preparation call, String operator) {
        Shape x = call.input(0).shape();
        Attributes attributes = call.attributes();
        double epsilon = attributes.real("epsilon");
        int channels = x.rank() < 2 ? 1 : (int) x.size(1);
        int plane = x.rank() < 3 ? 1 : (int) x.elements(2, x.rank()).size();
        if (operator.equals("BatchNormalization")) {
            var form = new BatchNormalizationKernel.Form(
                    (int) x.size(0),
                    channels,
                    plane,
                    attributes.flag("training_mode"),
                    epsilon,
                    attributes.real("momentum"));
            return new BatchNormalizationKernel(primitives.rows(), form, call.parallel());
        }
        int groups = operator.equals("GroupNormalization") ? (int) attributes.integer("num_groups") : channels;
        return new GroupNormalizationKernel(
                primitives.rows(), x.size(0), groups, channels / groups, plane, epsilon, call.parallel());
    }
}
