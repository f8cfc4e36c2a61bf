package org.cotangent.cpu.onednn;

import org.cotangent.spi.backend.Preparation;

/** ONNX Conv: X and W, and perhaps a bias B, to Y. */
final class ConvPlanner implements KernelPlanner {

    @Override
    public KernelPlan plan(Preparation call, CallForm form) {
        ConvolutionShape shape = ConvolutionShape.of(
                call.attributes(),
                Refusal.sizes(call.input(0)),
                Refusal.sizes(call.input(1)),
                Refusal.sizes(call.output(0)));
        ConvolutionPlan plan = new ConvolutionPlan(
                MathMode.of(call),
                ProductTypes.uniform(Refusal.floating(call.input(0).dtype())),
                shape,
                form.input(0),
                form.output());
        form.requireNaturalFrom(1);
        Operand weights = Operand.input(call, 1);
        boolean biased = call.hasInput(2);
        return new KernelPlan(shape.flop(), builder -> append(builder, plan, weights, biased, form.epilogue()));
    }

    private static void append(
            ProgramBuilder builder, ConvolutionPlan plan, Operand weights, boolean biased, Epilogue epilogue) {
        PostOps after = PostOps.of(builder, plan.types().target(), epilogue, epilogue.operands());
        Convolution convolution = new Convolution(builder.engine(), builder.arena(), plan.shape());
        PrimitiveAttributes attributes = PrimitiveAttributes.create(
                builder.engine(), builder.arena(), plan.mode(), after.chain().toArray(PostOp[]::new));
        MemoryDescriptor bias = biased
                ? MemoryDescriptor.dense(
                        builder.engine(),
                        builder.arena(),
                        plan.types().target(),
                        plan.shape().output()[1])
                : null;
        PrimitiveDescriptor primitive = plan.choose(plan.forForward(), images -> {
            ConvolutionPlan.Layouts layouts = plan.layouts(builder, images);
            return convolution.forward(layouts.input(), layouts.weights(), bias, layouts.output(), attributes);
        });
        ConvolutionPlan.Layouts dense = plan.dense(builder);
        StepDraft step = builder.draft(primitive)
                .reading(Argument.SRC, new Operand.Input(0), dense.input())
                .reading(Argument.WEIGHTS, weights, dense.weights());
        if (biased) {
            step.with(Argument.BIAS, new Operand.Input(2));
        }
        after.bind(step, 0);
        step.writing(Argument.DST, new Operand.Output(0), dense.output()).append();
    }
}
