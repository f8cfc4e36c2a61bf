package org.cotangent.cpu.onednn;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Plans {@code Y = alpha A B + beta C} with A in input 0, B in input 1 and C in input 2.
 *
 * @param mode how exactly products are computed
 * @param type of all operands
 * @param shapes of A, B and Y
 * @param weights where B is; constants are packed
 * @param alpha factor of the product
 * @param addend what is added
 * @param epilogue what is done to Y
 */
record MatrixProductPlan(
        MathMode mode,
        DataType type,
        MatrixShapes shapes,
        Operand weights,
        float alpha,
        @Nullable Addend addend,
        Epilogue epilogue) {

    /**
     * What is added to the product.
     *
     * @param sizes of C, with the rank of the result; axes of size 1 broadcast
     * @param beta its factor
     */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    record Addend(long[] sizes, float beta) {}

    KernelPlan plan() {
        return new KernelPlan(shapes.flop(), shapes.weights().elements() * type.bytes(), this::append);
    }

    private void append(ProgramBuilder builder) {
        Engine engine = builder.engine();
        Arena arena = builder.arena();
        MemoryDescriptor source = MemoryDescriptor.strided(engine, arena, type, shapes.source());
        MemoryDescriptor plain = MemoryDescriptor.strided(engine, arena, type, shapes.weights());
        MemoryDescriptor target = MemoryDescriptor.strided(engine, arena, type, shapes.target());
        MemoryDescriptor added = addend == null ? null : MemoryDescriptor.dense(engine, arena, type, addend.sizes());
        MemoryDescriptor bias = addend != null && isBias(addend) ? added : null;
        List<PostOp> postOps = new ArrayList<>();
        if (added == null || bias != null) {
            scale(postOps, alpha);
        } else {
            float beta = addend == null ? 1 : addend.beta();
            scale(postOps, alpha / beta);
            postOps.add(new PostOp.Binary(PostOp.Operation.ADD, added));
            scale(postOps, beta);
        }
        int addends = postOps.size();
        PostOps after = PostOps.of(builder, type, epilogue, shapes.operands());
        postOps.addAll(after.chain());
        PrimitiveDescriptor product = MatMul.describe(
                engine,
                arena,
                source,
                weights instanceof Operand.Constant
                        ? MemoryDescriptor.any(
                                engine, arena, type, shapes.weights().sizes())
                        : plain,
                bias,
                target,
                PrimitiveAttributes.create(engine, arena, mode, postOps.toArray(PostOp[]::new)));
        StepDraft step = builder.draft(product)
                .with(Argument.SRC, new Operand.Input(0))
                .reading(Argument.WEIGHTS, weights, plain)
                .with(Argument.DST, new Operand.Output(0));
        if (bias != null) {
            step.with(Argument.BIAS, new Operand.Input(2));
        } else if (added != null) {
            int place = addends - (addend != null && addend.beta() != 1 ? 2 : 1);
            step.with(Argument.postOpOperand(place), new Operand.Input(2));
        }
        after.bind(step, addends);
        step.append();
    }

    /** A row that is added as it is: the one case in which oneDNN's bias does it. */
    private boolean isBias(Addend row) {
        long elements = 1;
        for (long size : row.sizes()) {
            elements *= size;
        }
        int last = shapes.target().rank() - 1;
        return alpha == 1
                && row.beta() == 1
                && row.sizes()[last] == shapes.target().sizes()[last]
                && row.sizes()[last] == elements;
    }

    private static void scale(List<PostOp> postOps, float factor) {
        if (factor != 1) {
            postOps.add(new PostOp.Eltwise(PostOp.Function.LINEAR, factor, 0));
        }
    }
}
