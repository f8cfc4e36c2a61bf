package org.cotangent.cpu.onednn;

import org.cotangent.spi.backend.Preparation;
import org.cotangent.spi.op.Attributes;
import org.jspecify.annotations.Nullable;

/**
 * ONNX Gemm, {@code Y = alpha op(A) op(B) + beta C}, and FusedMatMul, which has no C and broadcasts leading axes;
 * {@code op} transposes the last two axes or does nothing.
 */
final class GemmPlanner implements KernelPlanner {

    private static final float SMALLEST_BETA = 1e-3f;

    @Override
    public KernelPlan plan(Preparation call, CallForm form) {
        Attributes attributes = call.attributes();
        MatrixShapes shapes = MatrixShapes.of(
                Strided.of(form.input(0), Refusal.sizes(call.input(0))),
                attributes.flag("transA"),
                Strided.of(form.input(1), Refusal.sizes(call.input(1))),
                attributes.flag("transB"),
                form.output(),
                form.epilogue().operands());
        form.requireNaturalFrom(2);
        DataType type = Refusal.floating(call.input(0).dtype());
        float alpha = attributes.real("alpha", 1);
        return new MatrixProductPlan(
                        MathMode.of(call), type, shapes, Operand.input(call, 1), alpha, addend(call), form.epilogue())
                .plan();
    }

    private static MatrixProductPlan.@Nullable Addend addend(Preparation call) {
        float beta = call.attributes().real("beta", 1);
        if (!call.hasInput(2) || beta == 0) {
            return null;
        }
        Refusal.unless(Math.abs(beta) >= SMALLEST_BETA, "alpha / beta may be too large");
        long[] sizes = Refusal.sizes(call.input(2));
        return new MatrixProductPlan.Addend(
                switch (sizes.length) {
                    case 0 -> new long[] {1, 1};
                    case 1 -> new long[] {1, sizes[0]};
                    default -> sizes;
                },
                beta);
    }
}
