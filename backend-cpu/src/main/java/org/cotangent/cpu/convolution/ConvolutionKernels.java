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

    /** The rank of vector kernels that are faster on dense images than a library that has to reorder them. */
    private static final int BEST_RANK = 3 * Offer.NATIVE;

    private static final String CONV = "Conv";
    private static final String TRANSPOSE = "ConvTranspose";
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
            case CONV, TRANSPOSE, INPUT_GRADIENT, WEIGHT_GRADIENT -> {
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
        boolean single = call.input(0).dtype() == DType.FLOAT;
        ConvolutionSizes sizes = sizes(call, operator);
        if (single && sizes.isDepthwise()) {
            return new Offer.Accepted(
                    primitives.lanes() > 1 ? BEST_RANK : Offer.NATIVE,
                    "padded planes, " + primitives.description(),
                    () -> depthwise(call, operator, sizes));
        }
        return new Offer.Accepted(
                Offer.NATIVE,
                "unfolded image, " + primitives.description(),
                () -> single
                        ? product(call, operator, sizes, primitives.floatGemm())
                        : product(call, operator, sizes, primitives.doubleGemm()));
    }

    private static ConvolutionSizes sizes(Preparation call, String operator) {
        Attributes attributes = call.attributes();
        long[] first = call.input(0).shape().sizes();
        long[] second = call.input(1).shape().sizes();
        long[] result = call.output(0).shape().sizes();
        return switch (operator) {
            case CONV -> ConvolutionSizes.of(attributes, first, second, result);
            case TRANSPOSE -> ConvolutionSizes.transposed(attributes, result, second, first);
            case INPUT_GRADIENT -> ConvolutionSizes.of(attributes, result, second, first);
            default -> ConvolutionSizes.of(attributes, first, result, second);
        };
    }

    private Kernel depthwise(Preparation call, String operator, ConvolutionSizes sizes) {
        return switch (operator) {
            case CONV -> new DepthwiseForwardKernel(primitives, sizes, call.parallel());
            case WEIGHT_GRADIENT -> new DepthwiseWeightGradientKernel(primitives, sizes, call.parallel());
            default -> new DepthwiseTransposeKernel(primitives, sizes, isBiased(call, operator), call.parallel());
        };
    }

    private static <A> Kernel product(
            Preparation call, String operator, ConvolutionSizes sizes, GemmArithmetic<A> arithmetic) {
        boolean biased = isBiased(call, operator);
        return switch (operator) {
            case CONV -> new ForwardKernel<>(arithmetic, sizes, call.constant(1), biased, call.parallel());
            case WEIGHT_GRADIENT -> new WeightGradientKernel(arithmetic, sizes, call.parallel());
            default -> new TransposeKernel(arithmetic, sizes, call.constant(1), biased, call.parallel());
        };
    }

    /** Whether input 2 is a bias; the gradients have a shape there. */
    private static boolean isBiased(Preparation call, String operator) {
        return call.hasInput(2) && (operator.equals(CONV) || operator.equals(TRANSPOSE));
    }
}
