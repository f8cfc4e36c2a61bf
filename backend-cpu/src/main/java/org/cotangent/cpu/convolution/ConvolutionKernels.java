package org.cotangent.cpu.convolution;

import org.cotangent.cpu.CpuBackend;
import org.cotangent.cpu.primitive.GemmArithmetic;
import org.cotangent.cpu.primitive.PrimitiveSelection;
import org.cotangent.cpu.primitive.Primitives;
import org.cotangent.spi.backend.Kernel;
import org.cotangent.spi.backend.KernelProvider;
import org.cotangent.spi.backend.Offer;
import org.cotangent.spi.backend.Preparation;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.TensorType;
import org.jspecify.annotations.Nullable;

/** Kernels of Conv, ConvTranspose and the gradients of Conv, in float32 and float64. */
public final class ConvolutionKernels implements KernelProvider {

    /** Most elements of a tensor: arrays of packed weights are indexed by 32-bit integers. */
    private static final long MOST_ELEMENTS = 1 << 29;

    private static final String INPUT_GRADIENT = "org.cotangent::ConvInputGradient";
    private static final String WEIGHT_GRADIENT = "org.cotangent::ConvWeightGradient";

    private final Primitives primitives;

    /** Uses the best loops of this virtual machine. */
    public ConvolutionKernels() {
        this(PrimitiveSelection.select());
    }

    ConvolutionKernels(Primitives primitives) {
        this.primitives = primitives;
    }

    @Override
    public String backend() {
        return CpuBackend.NAME;
    }

    @Override
    public String name() {
        return "convolution";
    }

    @Override
    public Offer offer(Preparation call) {
        String operator = call.operator().id().qualifiedName();
        return switch (operator) {
            case "Conv", "ConvTranspose", INPUT_GRADIENT, WEIGHT_GRADIENT -> {
                String obstacle = obstacle(call);
                yield obstacle != null ? Offer.declined(obstacle) : accept(call, operator);
            }
            default -> Offer.declined("not a convolution");
        };
    }

    private static @Nullable String obstacle(Preparation call) {
        DType dtype = call.input(0).dtype();
        if (dtype != DType.FLOAT && dtype != DType.DOUBLE) {
            return "not float32 or float64: " + call.input(0);
        }
        for (TensorType type : new TensorType[] {call.input(0), call.input(1), call.output(0)}) {
            if (!type.isStatic()) {
                return "the sizes of " + type + " are not known";
            }
            long elements = type.shape().elements().size();
            if (elements == 0 || elements > MOST_ELEMENTS) {
                return (elements == 0 ? "no elements in " : "too many elements in ") + type;
            }
        }
        return null;
    }

    private Offer accept(Preparation call, String operator) {
        return new Offer.Accepted(
                Offer.NATIVE,
                "unfolded image, " + primitives.description(),
                () -> call.input(0).dtype() == DType.FLOAT
                        ? prepare(call, operator, primitives.floatGemm())
                        : prepare(call, operator, primitives.doubleGemm()));
    }

    private static <A> Kernel prepare(Preparation call, String operator, GemmArithmetic<A> arithmetic) {
        Attributes attributes = call.attributes();
        long[] first = call.input(0).shape().sizes();
        long[] second = call.input(1).shape().sizes();
        long[] result = call.output(0).shape().sizes();
        return switch (operator) {
            case "Conv" ->
                new ForwardKernel<>(
                        arithmetic,
                        ConvolutionSizes.of(attributes, first, second, result),
                        call.constant(1),
                        call.hasInput(2),
                        call.parallel());
            case "ConvTranspose" ->
                new TransposeKernel(
                        arithmetic,
                        ConvolutionSizes.transposed(attributes, result, second, first),
                        call.constant(1),
                        call.hasInput(2),
                        call.parallel());
            case INPUT_GRADIENT ->
                new TransposeKernel(
                        arithmetic,
                        ConvolutionSizes.of(attributes, result, second, first),
                        call.constant(1),
                        false,
                        call.parallel());
            default ->
                new WeightGradientKernel(
                        arithmetic, ConvolutionSizes.of(attributes, first, result, second), call.parallel());
        };
    }
}
