package org.cotangent.cpu.onednn;

import org.cotangent.spi.backend.Preparation;
import org.cotangent.spi.tensor.AxisOrder;

/** ONNX MatMul: vectors count as matrices of one row, or of one column. */
final class MatMulPlanner implements KernelPlanner {

    @Override
    public KernelPlan plan(Preparation call, CallForm form) {
        long[] a = Refusal.sizes(call.input(0));
        long[] b = Refusal.sizes(call.input(1));
        boolean vectors = a.length == 1 || b.length == 1;
        Refusal.unless(!vectors || form.epilogue().isEmpty(), "products of vectors have no epilogue");
        MatrixShapes shapes = MatrixShapes.of(
                Strided.of(form.input(0), a.length == 1 ? new long[] {1, a[0]} : a),
                false,
                Strided.of(form.input(1), b.length == 1 ? new long[] {b[0], 1} : b),
                false,
                vectors ? AxisOrder.natural() : form.output(),
                form.epilogue().operands());
        DataType type = Refusal.floating(call.input(0).dtype());
        return new MatrixProductPlan(MathMode.of(call), type, shapes, Operand.input(call, 1), 1, null, form.epilogue())
                .plan();
    }
}
