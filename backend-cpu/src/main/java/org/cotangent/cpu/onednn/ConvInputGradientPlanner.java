package org.cotangent.cpu.onednn;

import org.cotangent.spi.backend.Preparation;

/** The transpose of Conv as a map of its image: dY and W to dX. */
final class ConvInputGradientPlanner implements KernelPlanner {

    @Override
    public KernelPlan plan(Preparation call, CallForm form) {
        ConvolutionShape shape = ConvolutionShape.of(
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
        return new KernelPlan(shape.flop(), builder -> append(builder, plan, weights));
    }

    private static void append(ProgramBuilder builder, ConvolutionPlan plan, Operand weights) {
        Convolution convolution = new Convolution(builder.engine(), builder.arena(), plan.shape());
        PrimitiveAttributes attributes = PrimitiveAttributes.create(builder.engine(), builder.arena(), plan.mode());
        PrimitiveDescriptor primitive = plan.choose(plan.forInputGradient(), images -> {
            ConvolutionPlan.Layouts layouts = plan.layouts(builder, images);
            PrimitiveDescriptor forward =
                    convolution.forward(layouts.input(), layouts.weights(), null, layouts.output(), attributes);
            return convolution.backwardData(layouts.input(), layouts.weights(), layouts.output(), forward, attributes);
        });
        ConvolutionPlan.Layouts dense = plan.dense(builder);
        builder.draft(primitive)
                .reading(Argument.DIFF_DST, new Operand.Input(0), dense.output())
                .reading(Argument.WEIGHTS, weights, dense.weights())
                .writing(Argument.DIFF_SRC, new Operand.Output(0), dense.input())
                .append();
    }
}
