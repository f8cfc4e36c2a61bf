package org.cotangent.cpu.onednn;

import java.lang.foreign.Arena;
import org.cotangent.spi.backend.Preparation;
import org.cotangent.spi.tensor.AxisOrder;

/** ONNX MatMulInteger: {@code (A - a) (B - b)} of bytes, summed up in 32 bits. */
final class MatMulIntegerPlanner implements KernelPlanner {

    @Override
    public KernelPlan plan(Preparation call, CallForm form) {
        Refusal.unless(form.epilogue().isEmpty(), "products of integers have no epilogue");
        long[] a = Refusal.sizes(call.input(0));
        long[] b = Refusal.sizes(call.input(1));
        boolean vectors = a.length == 1 || b.length == 1;
        MatrixShapes shapes = MatrixShapes.of(
                Strided.of(form.input(0), a.length == 1 ? new long[] {1, a[0]} : a),
                false,
                Strided.of(form.input(1), b.length == 1 ? new long[] {b[0], 1} : b),
                false,
                vectors ? AxisOrder.natural() : form.output(),
                form.epilogue().operands());
        long terms = b[Math.max(0, b.length - 2)];
        long columns = b.length == 1 ? 1 : b[b.length - 1];
        long matrices = (long) shapes.weights().elements() / Math.max(1, terms * columns);
        ByteFactors factors = ByteFactors.of(call, new SumBound(terms, columns, columns, 1, matrices));
        return new KernelPlan(shapes.flop(), shapes.weights().elements(), builder -> append(builder, shapes, factors));
    }

    private static void append(ProgramBuilder builder, MatrixShapes shapes, ByteFactors factors) {
        Engine engine = builder.engine();
        Arena arena = builder.arena();
        ProductTypes types = factors.types();
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
                factors.attributes(builder));
        factors.requireExactSums(product);
        StepDraft step = builder.draft(product);
        factors.bind(builder, step, source, given, signed);
        step.with(Argument.DST, new Operand.Output(0)).append();
    }
}
