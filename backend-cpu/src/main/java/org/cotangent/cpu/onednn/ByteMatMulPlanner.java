package org.cotangent.cpu.onednn;

import java.lang.foreign.Arena;
import java.util.Arrays;
import org.cotangent.cpu.onednn.ByteFactors.Places;
import org.cotangent.spi.backend.Preparation;
import org.cotangent.spi.tensor.AxisOrder;
import org.jspecify.annotations.Nullable;

/**
 * ONNX MatMulInteger, {@code (A - a) (B - b)} of bytes, summed up in 32 bits, and QLinearMatMul, which quantises the
 * sums.
 *
 * @param isQuantized whether sums are quantised
 */
record ByteMatMulPlanner(boolean isQuantized) implements KernelPlanner {
    private static final int NO_BIAS = 8;

    @Override
    public KernelPlan plan(Preparation call, CallForm form) {
        Refusal.unless(form.epilogue().isEmpty(), "products of bytes have no epilogue");
        Places places = isQuantized ? Places.QUANTIZED : Places.INTEGER;
        long[] a = Refusal.sizes(call.input(0));
        long[] b = Refusal.sizes(call.input(places.weights()));
        boolean vectors = a.length == 1 || b.length == 1;
        MatrixShapes shapes = MatrixShapes.of(
                Strided.of(form.input(0), a.length == 1 ? new long[] {1, a[0]} : a),
                false,
                Strided.of(form.input(places.weights()), b.length == 1 ? new long[] {b[0], 1} : b),
                false,
                vectors ? AxisOrder.natural() : form.output(),
                form.epilogue().operands());
        long terms = b[Math.max(0, b.length - 2)];
        long columns = b.length == 1 ? 1 : b[b.length - 1];
        long matrices = (long) shapes.weights().elements() / Math.max(1, terms * columns);
        ByteFactors factors = ByteFactors.of(call, places, new SumBound(terms, columns, columns, 1, matrices));
        Requantization after = isQuantized ? Requantization.of(call, NO_BIAS) : null;
        Refusal.unless(after == null || factors.isExactWith(0), "sums may be no floats of 32 bits");
        return new KernelPlan(
                shapes.flop(), shapes.weights().elements(), builder -> append(builder, shapes, factors, after));
    }

    private static void append(
            ProgramBuilder builder, MatrixShapes shapes, ByteFactors factors, @Nullable Requantization after) {
        Engine engine = builder.engine();
        Arena arena = builder.arena();
        ProductTypes types = ProductTypes.ofBytes(factors.source(), after == null ? DataType.S32 : after.type());
        long[] perColumn = new long[shapes.target().rank()];
        Arrays.fill(perColumn, 1);
        perColumn[perColumn.length - 1] = shapes.target().sizes()[perColumn.length - 1];
        Requantization.Chain chain = Requantization.chain(builder, after, perColumn);
        MemoryDescriptor source = MemoryDescriptor.strided(engine, arena, types.source(), shapes.source());
        MemoryDescriptor given = MemoryDescriptor.strided(engine, arena, factors.stored(), shapes.weights());
        long[] sizes = shapes.weights().sizes();
        MemoryDescriptor signed = factors.stored() == types.weights()
                ? given
                : MemoryDescriptor.dense(engine, arena, types.weights(), sizes);
        MemoryDescriptor target = MemoryDescriptor.strided(engine, arena, types.target(), shapes.target());
        boolean packed = factors.weights() instanceof Operand.Constant;
        PrimitiveDescriptor product = MatMul.describe(
                engine,
                arena,
                source,
                packed ? MemoryDescriptor.any(engine, arena, types.weights(), sizes) : signed,
                null,
                target,
                factors.attributes(builder, chain.postOps()));
        factors.requireExactSums(product);
        StepDraft step = builder.draft(product);
        factors.bind(builder, step, source, given, signed);
        chain.bind(step);
        step.with(Argument.DST, new Operand.Output(0)).append();
    }
}
