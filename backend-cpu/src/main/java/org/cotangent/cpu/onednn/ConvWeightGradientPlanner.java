package org.cotangent.cpu.onednn;

import org.cotangent.spi.backend.Preparation;

/** The transpose of Conv as a map of its weights: X and dY to dW. */
final class ConvWeightGradientPlanner implements KernelPlanner {

    @Override
    public KernelPlan plan(Preparation call, CallForm form) {
        ConvolutionShape shape = ConvolutionShape.of(
                call.attributes(),
                Refusal.sizes(call.input(0)),
                Refusal.sizes(call.output(0)),
                Refusal.sizes(call.input(1)));
        ConvolutionPlan plan = new ConvolutionPlan(
                MathMode.of(call),
                ProductTypes.uniform(Refusal.floating(call.input(0).dtype())),
                shape,
                form.input(0),
                form.input(1));
        form.requireNaturalFrom(2);
        return new KernelPlan(shape.flop(), builder -> append(builder, plan));
    }

    private static void append(ProgramBuilder builder, ConvolutionPlan plan) {
        Convolution convolution = new Convolution(builder.engine(), builder.arena(), plan.shape());
        PrimitiveAttributes attributes = PrimitiveAttributes.create(builder.engine(), builder.arena(), plan.mode());
        PrimitiveDescriptor primitive = plan.choose(plan.forWeightGradient(), images -> {
            ConvolutionPlan.Layouts layouts = plan.layouts(builder, images);
            PrimitiveDescriptor forward =
                    convolution.forward(layouts.input(), layouts.weights(), null, layouts.output(), attributes);
            return convolution.backwardWeights(
                    layouts.input(), layouts.weights(), null, layouts.output(), forward, attributes);
        });
        ConvolutionPlan.Layouts dense = plan.dense(builder);
        builder.draft(primitive)
                .reading(Argument.SRC, new Operand.Input(0), dense.input())
                .reading(Argument.DIFF_DST, new Operand.Input(1), dense.output())
                .writing(Argument.DIFF_WEIGHTS, new Operand.Output(0), dense.weights())
                .append();
    }
}
