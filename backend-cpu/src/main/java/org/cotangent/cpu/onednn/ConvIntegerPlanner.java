package org.cotangent.cpu.onednn;

import org.cotangent.spi.backend.Preparation;

/** ONNX ConvInteger: a convolution of bytes less their zero points, summed up in 32 bits. */
final class ConvIntegerPlanner implements KernelPlanner {

    @Override
    public KernelPlan plan(Preparation call, CallForm form) {
        ConvolutionShape shape = ConvolutionShape.of(
                call.attributes(),
                Refusal.sizes(call.input(0)),
                Refusal.sizes(call.input(1)),
                Refusal.sizes(call.output(0)));
        Refusal.unless(form.epilogue().isEmpty(), "convolutions of integers have no epilogue");
        form.requireNaturalFrom(1);
        long terms = shape.terms();
        ByteFactors factors = ByteFactors.of(call, new SumBound(terms, 1, shape.weights()[0], terms, 1));
        Refusal.unless(factors.weightsZero().isZero(), "oneDNN takes no zero point of a convolution's weights");
        ConvolutionPlan plan =
                new ConvolutionPlan(MathMode.STRICT, factors.types(), shape, form.input(0), form.output());
        return new KernelPlan(shape.flop(), builder -> append(builder, plan, factors));
    }

    private static void append(ProgramBuilder builder, ConvolutionPlan plan, ByteFactors factors) {
        Convolution convolution = new Convolution(builder.engine(), builder.arena(), plan.shape());
        PrimitiveAttributes attributes = factors.attributes(builder);
        PrimitiveDescriptor primitive = plan.choose(plan.forForward(), images -> {
            ConvolutionPlan.Layouts layouts = plan.layouts(builder, images);
            return convolution.forward(layouts.input(), layouts.weights(), null, layouts.output(), attributes);
        });
        factors.requireExactSums(primitive);
        ConvolutionPlan.Layouts dense = plan.dense(builder);
        MemoryDescriptor given = MemoryDescriptor.dense(
                builder.engine(),
                builder.arena(),
                factors.stored(),
                plan.shape().groupedWeights());
        StepDraft step = builder.draft(primitive);
        factors.bind(builder, step, dense.input(), given, dense.weights());
        step.writing(Argument.DST, new Operand.Output(0), dense.output()).append();
    }
}
