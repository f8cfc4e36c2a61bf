package org.cotangent.cpu.onednn;

import java.lang.foreign.Arena;
import org.cotangent.spi.backend.Preparation;

/** ONNX ConvTranspose: X and W {@code [C, M/groups, kernel...]}, and perhaps a bias B, to Y. */
final class ConvTransposePlanner implements KernelPlanner {

    @Override
    public KernelPlan plan(Preparation call, CallForm form) {
        ConvolutionShape shape = ConvolutionShape.transposed(
                call.attributes(),
                Refusal.sizes(call.output(0)),
                Refusal.sizes(call.input(1)),
                Refusal.sizes(call.input(0)));
        ConvolutionPlan plan = new ConvolutionPlan(
                MathMode.of(call),
                ProductTypes.uniform(Refusal.floating(call.input(0).dtype())),
                shape,
                /* input= */ form.output(),
                /* output= */ form.input(0));
        form.requireNaturalFrom(1);
        Operand weights = Operand.input(call, 1);
        boolean biased = call.hasInput(2);
        return new KernelPlan(shape.flop(), builder -> append(builder, plan, weights, biased));
    }

    private static void append(ProgramBuilder builder, ConvolutionPlan plan, Operand weights, boolean biased) {
        Engine engine = builder.engine();
        Arena arena = builder.arena();
        ConvolutionShape shape = plan.shape();
        Convolution convolution = new Convolution(engine, arena, shape);
        PrimitiveAttributes attributes = PrimitiveAttributes.create(engine, arena, plan.mode());
        long[] sizes = shape.exchanged(shape.groupedWeights());
        long[] strides = shape.exchanged(MemoryDescriptor.rowMajor(shape.groupedWeights()));
        MemoryDescriptor free = MemoryDescriptor.any(engine, arena, plan.types().weights(), sizes);
        MemoryDescriptor bias =
                biased ? MemoryDescriptor.dense(engine, arena, plan.types().target(), shape.input()[1]) : null;
        PrimitiveDescriptor primitive = plan.choose(plan.forForward(), images -> {
            ConvolutionPlan.Layouts layouts = plan.layouts(builder, images);
            return convolution.transposed(layouts.output(), free, bias, layouts.input(), attributes);
        });
        ConvolutionPlan.Layouts dense = plan.dense(builder);
        MemoryDescriptor given =
                MemoryDescriptor.strided(engine, arena, plan.types().weights(), sizes, strides);
        StepDraft step = builder.draft(primitive)
                .reading(Argument.SRC, new Operand.Input(0), dense.output())
                .reading(Argument.WEIGHTS, weights, given);
        if (biased) {
            step.with(Argument.BIAS, new Operand.Input(2));
        }
        step.writing(Argument.DST, new Operand.Output(0), dense.input()).append();
    }
}
