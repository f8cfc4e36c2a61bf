package org.cotangent.cpu.onednn;

import java.util.ArrayList;
import java.util.List;
import org.cotangent.spi.backend.Preparation;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;

/**
 * Two factors of bytes less their zero points, as oneDNN multiplies them: weights are signed. Unsigned ones become so
 * by subtracting 128, from them and from their zero point.
 *
 * @param source type of the first factor
 * @param sourceZero its zero point
 * @param stored type of the weights as the call has them
 * @param weights where they are
 * @param weightsZero the zero point of the weights when they are signed
 * @param largest magnitude that a sum can have
 */
record ByteFactors(
        DataType source,
        ZeroPoint sourceZero,
        DataType stored,
        Operand weights,
        ZeroPoint weightsZero,
        double largest) {
    private static final int SIGN = 128;

    private static final int LARGEST_BYTE = 255;

    /** Up to here every integer is a float. */
    private static final double EXACT = 1 << 24;

    /**
     * The inputs in which an operator has its second factor and the zero points; the first factor is in input 0.
     *
     * @param weights the second factor
     * @param sourceZero the zero point of the first factor
     * @param weightsZero that of the second one
     */
    record Places(int weights, int sourceZero, int weightsZero) {
        /** Those of MatMulInteger and ConvInteger. */
        static final Places INTEGER = new Places(1, 2, 3);

        /** Those of QLinearMatMul and QLinearConv. */
        static final Places QUANTIZED = new Places(3, 2, 5);
    }

    static ByteFactors of(Preparation call, Places places, SumBound bound) {
        Tensor known = call.constant(places.weights());
        ZeroPoint zero = ZeroPoint.of(call, places.weightsZero())
                .less(call.input(places.weights()).dtype() == DType.UINT8 ? SIGN : 0);
        double weightless = (double) LARGEST_BYTE * bound.terms() * zero.magnitude();
        double unknown = bound.unknown() + weightless;
        DataType stored = Refusal.bytes(call.input(places.weights()).dtype());
        return new ByteFactors(
                Refusal.bytes(call.input(0).dtype()),
                ZeroPoint.of(call, places.sourceZero()),
                stored,
                Operand.input(call, places.weights()),
                zero,
                known == null || unknown <= EXACT ? unknown : bound.of(known) + weightless);
    }

    /** Returns the attributes of the product; refuses where processors saturate sums of products of bytes. */
    PrimitiveAttributes attributes(ProgramBuilder builder, List<PostOp> postOps) {
        InstructionSet instructions = builder.engine().library().instructions();
        Refusal.unless(instructions.sumsBytesExactly(), "sums of products of bytes are not exact with " + instructions);
        List<Integer> shifted = new ArrayList<>();
        if (!sourceZero.isZero()) {
            shifted.add(Argument.SRC);
        }
        if (!weightsZero.isZero()) {
            shifted.add(Argument.WEIGHTS);
        }
        return PrimitiveAttributes.shifted(builder.engine(), builder.arena(), shifted, postOps.toArray(PostOp[]::new));
    }

    /** Returns whether all sums and a number that is added to them are floats. */
    boolean isExactWith(double added) {
        return largest + added <= EXACT;
    }

    /**
     * Refuses primitives whose sums are not exact. Where oneDNN has something to do with a sum, be it to subtract the
     * part of a zero point or that of the sign of the source, it makes a float of it.
     */
    void requireExactSums(PrimitiveDescriptor primitive) {
        boolean untouched = source == DataType.U8
                && sourceZero.isZero()
                && weightsZero.isZero()
                && primitive.implementation().startsWith("brg");
        Refusal.unless(untouched || isExactWith(0), "sums may exceed 2^24, from where on oneDNN rounds them");
    }

    /**
     * Tells a primitive its factors, the source in input 0.
     *
     * @param sourceLayout of the first factor
     * @param given layout of the weights as they are stored
     * @param signed layout of them as signed bytes
     */
    void bind(
            ProgramBuilder builder,
            StepDraft step,
            MemoryDescriptor sourceLayout,
            MemoryDescriptor given,
            MemoryDescriptor signed) {
        boolean unsigned = stored == DataType.U8;
        Operand factor = unsigned ? builder.shifted(weights, given, signed, SIGN) : weights;
        step.reading(Argument.SRC, new Operand.Input(0), sourceLayout)
                .reading(Argument.WEIGHTS, factor, unsigned ? signed : given);
        sourceZero.bind(builder, step, Argument.SRC);
        weightsZero.bind(builder, step, Argument.WEIGHTS);
    }
}
