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

    /** Where there is no code for 16-bit floats, the product is one of 32-bit floats, rounded once. */
    private void append(ProgramBuilder builder) {
        DataType computed = type == DataType.F32 || isFast(builder) ? type : DataType.F32;
        append(builder, computed);
    }

    private boolean isFast(ProgramBuilder builder) {
        Engine engine = builder.engine();
        Arena arena = builder.arena();
        try {
            return !MatMul.describe(
                            engine,
                            arena,
                            MemoryDescriptor.strided(engine, arena, type, shapes.source()),
                            MemoryDescriptor.any(
                                    engine, arena, type, shapes.weights().sizes()),
                            null,
                            MemoryDescriptor.strided(engine, arena, type, shapes.target()),
                            PrimitiveAttributes.create(engine, arena, mode))
                    .isReference();
        } catch (OneDnnException e) {
            return false;
        }
    }

    private void append(ProgramBuilder builder, DataType computed) {
        Engine engine = builder.engine();
        Arena arena = builder.arena();
        MemoryDescriptor source = MemoryDescriptor.strided(engine, arena, computed, shapes.source());
        MemoryDescriptor plain = MemoryDescriptor.strided(engine, arena, computed, shapes.weights());
        MemoryDescriptor target = MemoryDescriptor.strided(engine, arena, computed, shapes.target());
        MemoryDescriptor added =
                addend == null ? null : MemoryDescriptor.dense(engine, arena, computed, addend.sizes());
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
        PostOps after = PostOps.of(builder, computed, epilogue, shapes.operands());
        postOps.addAll(after.chain());
        PrimitiveDescriptor product = MatMul.describe(
                engine,
                arena,
                source,
                weights instanceof Operand.Constant
                        ? MemoryDescriptor.any(
                                engine, arena, computed, shapes.weights().sizes())
                        : plain,
                bias,
                target,
                PrimitiveAttributes.create(engine, arena, mode, postOps.toArray(PostOp[]::new)));
        StepDraft step = builder.draft(product)
                .reading(
                        Argument.SRC,
                        new Operand.Input(0),
                        MemoryDescriptor.strided(engine, arena, type, shapes.source()))
                .reading(Argument.WEIGHTS, weights, MemoryDescriptor.strided(engine, arena, type, shapes.weights()))
                .writing(
                        Argument.DST,
                        new Operand.Output(0),
                        MemoryDescriptor.strided(engine, arena, type, shapes.target()));
        if (added != null && addend != null) {
            MemoryDescriptor given = MemoryDescriptor.dense(engine, arena, type, addend.sizes());
            Operand operand = builder.inLayout(new Operand.Input(2), given, added);
            int place = addends - (addend.beta() != 1 ? 2 : 1);
            int argument = bias != null ? Argument.BIAS : Argument.postOpOperand(place);
            step.with(argument, operand);
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
