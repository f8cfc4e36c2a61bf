package org.cotangent.opencl.convolution;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.cotangent.opencl.DeviceFacts;
import org.cotangent.opencl.gemm.ContractionPlan;
import org.cotangent.opencl.gemm.Ending;
import org.cotangent.opencl.gemm.Endings;
import org.cotangent.opencl.gemm.Factor;
import org.cotangent.opencl.kernel.Argument;
import org.cotangent.opencl.kernel.KernelPlan;
import org.cotangent.opencl.kernel.OpenClKernels;
import org.cotangent.opencl.kernel.Proposal;
import org.cotangent.opencl.kernel.StridedSpace;
import org.cotangent.spi.backend.InnerCall;
import org.cotangent.spi.backend.Preparation;
import org.cotangent.spi.op.Forward;
import org.cotangent.spi.tensor.AxisOrder;
import org.cotangent.spi.tensor.DType;
import org.jspecify.annotations.Nullable;

/** Kernels of Conv, ConvTranspose and the gradients of Conv, along any number of spatial axes. */
public final class ConvolutionKernels implements OpenClKernels {
    private static final String CONV = "Conv";
    private static final String TRANSPOSE = "ConvTranspose";
    private static final String INPUT_GRADIENT = "org.cotangent::ConvInputGradient";
    private static final String WEIGHT_GRADIENT = "org.cotangent::ConvWeightGradient";
    private static final Set<String> OPERATORS = Set.of(CONV, TRANSPOSE, INPUT_GRADIENT, WEIGHT_GRADIENT);

    /** The most launches of a transposed convolution. */
    private static final double MOST_PHASES = 256;

    @Override
    public String name() {
        return "convolutions";
    }

    @Override
    public Proposal propose(Preparation call, DeviceFacts device) {
        Forward.Composite composite = call.operator().forward() instanceof Forward.Composite c ? c : null;
        Preparation inner = composite == null ? call : new InnerCall(call, composite);
        if (!OPERATORS.contains(inner.operator().id().qualifiedName())) {
            return Proposal.unrelated();
        }
        DType type = call.output(0).dtype();
        if (type == DType.DOUBLE && !device.fp64()) {
            return Proposal.declined("no float64 on this device");
        }
        if (composite != null) {
            boolean natural = composite.output().isNatural()
                    && composite.inputs().stream().allMatch(AxisOrder::isNatural);
            String obstacle = natural ? Endings.obstacle(call, composite) : "axes in another order";
            if (obstacle != null) {
                return Proposal.declined(obstacle);
            }
        }
        Convolution convolution = convolution(call, inner);
        String obstacle = obstacle(convolution, device);
        return obstacle != null
                ? Proposal.declined(obstacle)
                : Proposal.accepted(
                        "convolution as a product", () -> plan(convolution, call, inner, composite, device));
    }

    private static @Nullable String obstacle(Convolution convolution, DeviceFacts device) {
        double phases = 1;
        double elements = (double) convolution.x().sizes()[0] * convolution.x().sizes()[1];
        double counts = (double) convolution.y().sizes()[0] * convolution.y().sizes()[1];
        for (WindowAxis axis : convolution.axes()) {
            phases *= axis.stride();
            elements *= Math.max(axis.size(), axis.reach());
            counts *= axis.count() + axis.size() + axis.taps() * axis.dilation();
        }
        return phases > MOST_PHASES
                ? "strides of a product of " + phases
                : Math.max(elements, counts) > Math.min(Integer.MAX_VALUE, device.largestBlock() / Double.BYTES)
                        ? "padded images are larger than the largest block of the device"
                        : null;
    }

    private static Convolution convolution(Preparation call, Preparation inner) {
        Factor first = new Factor(Argument.input(0), call.input(0).dtype());
        Factor second = new Factor(Argument.input(1), call.input(1).dtype());
        Factor result = new Factor(Argument.output(0), call.output(0).dtype());
        long[] a = inner.input(0).shape().sizes();
        long[] b = inner.input(1).shape().sizes();
        long[] c = inner.output(0).shape().sizes();
        return switch (inner.operator().id().qualifiedName()) {
            case CONV -> convolution(inner, first, a, second, b, result, c);
            case WEIGHT_GRADIENT -> convolution(inner, first, a, result, c, second, b);
            default -> convolution(inner, result, c, second, b, first, a);
        };
    }

    private static Convolution convolution(
            Preparation call, Factor x, long[] image, Factor w, long[] weights, Factor y, long[] windows) {
        AxisOrder natural = AxisOrder.natural();
        return new Convolution(
                Image.of(x, image, natural),
                w,
                weights,
                Image.of(y, windows, natural),
                Math.toIntExact(call.attributes().integer("group", 1)),
                WindowAxis.of(call.attributes(), image, weights, windows));
    }

    private static KernelPlan plan(
            Convolution convolution,
            Preparation call,
            Preparation inner,
            Forward.@Nullable Composite composite,
            DeviceFacts device) {
        String operator = inner.operator().id().qualifiedName();
        long[] result = call.output(0).shape().sizes();
        boolean biased = inner.hasInput(2) && (operator.equals(CONV) || operator.equals(TRANSPOSE));
        List<Factor> operands = new ArrayList<>();
        List<long[]> ends = new ArrayList<>();
        if (biased) {
            long[] channel = new long[result.length];
            channel[1] = 1;
            operands.add(new Factor(Argument.input(2), call.input(2).dtype()));
            ends.add(channel);
        }
        for (int i = inner.inputCount(); composite != null && i < call.inputCount(); i++) {
            operands.add(new Factor(Argument.input(i), call.input(i).dtype()));
            ends.add(StridedSpace.strides(call.input(i).shape().sizes(), result));
        }
        Ending ending = new Ending(1, 1, biased, composite == null ? null : composite.epilogue(), operands);
        ContractionPlan plan = new ContractionPlan(device);
        switch (operator) {
            case CONV -> convolution.forward(plan, device, ending, ends);
            case WEIGHT_GRADIENT -> convolution.weightGradient(plan, device);
            default -> convolution.inputGradient(plan, device, ending, ends);
        }
        return KernelPlan.of(plan.launches()).withScratch(plan.scratchBytes()).withKept(plan.keptBytes());
    }
}
