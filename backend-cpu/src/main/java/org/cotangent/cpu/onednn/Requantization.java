package org.cotangent.cpu.onednn;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.cotangent.spi.backend.Preparation;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * What QLinearMatMul and QLinearConv do to a sum of products of bytes: {@code saturate(round((sum + bias) * factor) +
 * zeroPoint)}, in float32, with ties to even.
 *
 * @param type of the result
 * @param factors one, or one per channel
 * @param zeroPoint of the result
 * @param bias input of int32, one number per channel; -1 if there is none
 * @param largestBias magnitude
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
record Requantization(DataType type, float[] factors, int zeroPoint, int bias, double largestBias) {
    private static final int SOURCE_SCALE = 1;
    private static final int WEIGHTS_SCALE = 4;
    private static final int TARGET_SCALE = 6;
    private static final int TARGET_ZERO = 7;
    private static final int NONE = -1;

    /** Returns that of a call whose scales stand in the places that both operators have for them. */
    static Requantization of(Preparation call, int bias) {
        float source = one(scales(call, SOURCE_SCALE));
        float target = one(scales(call, TARGET_SCALE));
        float[] factors = scales(call, WEIGHTS_SCALE).clone();
        for (int i = 0; i < factors.length; i++) {
            factors[i] = source * factors[i] / target;
            Refusal.unless(Float.isFinite(factors[i]), "a scale is not finite");
        }
        Tensor zero = constant(call, TARGET_ZERO);
        Refusal.unless(zero.elements() == 1, "there are several zero points of the result");
        boolean biased = call.hasInput(bias);
        return new Requantization(
                Refusal.bytes(zero.dtype()),
                factors,
                (int) zero.getLong(0),
                biased ? bias : NONE,
                biased ? largest(constant(call, bias)) : 0);
    }

    private static Tensor constant(Preparation call, int input) {
        Tensor tensor = call.constant(input);
        if (tensor == null) {
            throw new Refusal("input " + input + " varies");
        }
        return tensor;
    }

    private static float[] scales(Preparation call, int input) {
        Tensor scales = constant(call, input);
        Refusal.unless(scales.dtype() == DType.FLOAT && scales.rank() <= 1, "scales are not one float32 per channel");
        return scales.toFloats();
    }

    private static float one(float[] scales) {
        Refusal.unless(scales.length == 1, "there are several scales of a tensor of activations");
        return scales[0];
    }

    private static double largest(Tensor bias) {
        return Arrays.stream(bias.toDoubles()).map(Math::abs).max().orElse(0);
    }

    /** What is done to a sum, and the operands that it takes. */
    record Chain(List<PostOp> postOps, List<@Nullable Operand> operands) {
        void add(PostOp postOp, @Nullable Operand operand) {
            postOps.add(postOp);
            operands.add(operand);
        }

        void bind(StepDraft step) {
            for (int i = 0; i < operands.size(); i++) {
                Operand operand = operands.get(i);
                if (operand != null) {
                    step.with(Argument.postOpOperand(i), operand);
                }
            }
        }
    }

    /**
     * Returns a requantisation as oneDNN takes it; nothing is done if it is null.
     *
     * @param perChannel the shape of a number per channel, with the rank of the result
     */
    static Chain chain(ProgramBuilder builder, @Nullable Requantization after, long[] perChannel) {
        Chain chain = new Chain(new ArrayList<>(), new ArrayList<>());
        if (after != null) {
            after.append(builder, chain, perChannel);
        }
        return chain;
    }

    private void append(ProgramBuilder builder, Chain chain, long[] perChannel) {
        if (bias != NONE) {
            MemoryDescriptor layout =
                    MemoryDescriptor.dense(builder.engine(), builder.arena(), DataType.S32, perChannel);
            chain.add(new PostOp.Binary(PostOp.Operation.ADD, layout), new Operand.Input(bias));
        }
        if (factors.length == 1) {
            chain.add(new PostOp.Eltwise(PostOp.Function.LINEAR, factors[0], 0), null);
        } else {
            MemoryDescriptor layout =
                    MemoryDescriptor.dense(builder.engine(), builder.arena(), DataType.F32, perChannel);
            chain.add(
                    new PostOp.Binary(PostOp.Operation.MUL, layout),
                    new Operand.Constant(builder.arena().allocateFrom(JAVA_FLOAT, factors)));
        }
        int lowest = type == DataType.S8 ? Byte.MIN_VALUE : 0;
        int highest = type == DataType.S8 ? Byte.MAX_VALUE : 2 * Byte.MAX_VALUE + 1;
        chain.add(new PostOp.Eltwise(PostOp.Function.CLIP, lowest - zeroPoint, highest - zeroPoint), null);
        chain.add(new PostOp.Eltwise(PostOp.Function.ROUND, 0, 0), null);
        if (zeroPoint != 0) {
            chain.add(new PostOp.Eltwise(PostOp.Function.LINEAR, 1, zeroPoint), null);
        }
    }
}
