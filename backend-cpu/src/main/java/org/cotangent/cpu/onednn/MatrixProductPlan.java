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

    /** The operands, dense or with the strides that the call gives them. */
    private record Layouts(
            MemoryDescriptor source,
            MemoryDescriptor weights,
            MemoryDescriptor target,
            @Nullable MemoryDescriptor addend) {}

    private Layouts layouts(ProgramBuilder builder, DataType of) {
        Engine engine = builder.engine();
        Arena arena = builder.arena();
        return new Layouts(
                MemoryDescriptor.strided(engine, arena, of, shapes.source()),
                MemoryDescriptor.strided(engine, arena, of, shapes.weights()),
                MemoryDescriptor.strided(engine, arena, of, shapes.target()),
                addend == null ? null : MemoryDescriptor.dense(engine, arena, of, addend.sizes()));
    }

    /** Where there is no code for 16-bit floats, the product is one of 32-bit floats, rounded once. */
    private void append(ProgramBuilder builder) {
        Layouts given = layouts(builder, type);
        boolean direct = type == DataType.F32 || isFast(builder, given);
        append(builder, direct ? type : DataType.F32, given, direct ? given : layouts(builder, DataType.F32));
    }

    private boolean isFast(ProgramBuilder builder, Layouts given) {
        Engine engine = builder.engine();
        Arena arena = builder.arena();
        try {
            MemoryDescriptor free =
                    MemoryDescriptor.any(engine, arena, type, shapes.weights().sizes());
            PrimitiveAttributes attributes = PrimitiveAttributes.create(engine, arena, mode);
            return !MatMul.describe(engine, arena, given.source(), free, null, given.target(), attributes)
                    .isReference();
        } catch (OneDnnException e) {
            return false;
        }
    }

    /**
     * Appends the product.
     *
     * @param of the element type in which it is computed
     * @param given the operands as the call has them
     * @param computed the operands of that type
     */
    private void append(ProgramBuilder builder, DataType of, Layouts given, Layouts computed) {
        Engine engine = builder.engine();
        Arena arena = builder.arena();
        MemoryDescriptor added = computed.addend();
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
        PostOps after = PostOps.of(builder, of, epilogue, shapes.operands());
        postOps.addAll(after.chain());
        PrimitiveDescriptor product = MatMul.describe(
                engine,
                arena,
                computed.source(),
                weights instanceof Operand.Constant
                        ? MemoryDescriptor.any(
                                engine, arena, of, shapes.weights().sizes())
                        : computed.weights(),
                bias,
                computed.target(),
                PrimitiveAttributes.create(engine, arena, mode, postOps.toArray(PostOp[]::new)));
        StepDraft step = builder.draft(product)
                .reading(Argument.SRC, new Operand.Input(0), given.source())
                .reading(Argument.WEIGHTS, weights, given.weights())
                .writing(Argument.DST, new Operand.Output(0), given.target());
        if (addend != null && added != null && given.addend() != null) {
            int place = addends - (addend.beta() != 1 ? 2 : 1);
            int argument = bias != null ? Argument.BIAS : Argument.postOpOperand(place);
            step.with(argument, builder.inLayout(new Operand.Input(2), given.addend(), added));
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
