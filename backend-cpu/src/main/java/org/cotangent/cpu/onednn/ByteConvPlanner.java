package org.cotangent.cpu.onednn;

import java.util.Arrays;
import org.cotangent.cpu.onednn.ByteFactors.Places;
import org.cotangent.spi.backend.Preparation;
import org.jspecify.annotations.Nullable;

/**
 * ONNX ConvInteger, a convolution of bytes less their zero points, summed up in 32 bits, and QLinearConv, which adds a
 * bias to the sums and quantises them.
 *
 * @param isQuantized whether sums are quantised
 */
record ByteConvPlanner(boolean isQuantized) implements KernelPlanner {
    private static final int BIAS = 8;

    @Override
    public KernelPlan plan(Preparation call, CallForm form) {
        Places places = isQuantized ? Places.QUANTIZED : Places.INTEGER;
        ConvolutionShape shape = ConvolutionShape.of(
                call.attributes(),
                Refusal.sizes(call.input(0)),
                Refusal.sizes(call.input(places.weights())),
                Refusal.sizes(call.output(0)));
        Refusal.unless(form.epilogue().isEmpty(), "convolutions of bytes have no epilogue");
        form.requireNaturalFrom(1);
        long terms = shape.terms();
        ByteFactors factors = ByteFactors.of(call, places, new SumBound(terms, 1, shape.weights()[0], terms, 1));
        Refusal.unless(factors.weightsZero().isZero(), "oneDNN takes no zero point of a convolution's weights");
        Requantization after = isQuantized ? Requantization.of(call, BIAS) : null;
        Refusal.unless(after == null || factors.isExactWith(after.largestBias()), "sums may be no floats of 32 bits");
        ProductTypes types = ProductTypes.ofBytes(factors.source(), after == null ? DataType.S32 : after.type());
        ConvolutionPlan plan = new ConvolutionPlan(MathMode.STRICT, types, shape, form.input(0), form.output());
        return new KernelPlan(shape.flop(), builder -> append(builder, plan, factors, after));
    }

    private static void append(
            ProgramBuilder builder, ConvolutionPlan plan, ByteFactors factors, @Nullable Requantization after) {
        Convolution convolution = new Convolution(builder.engine(), builder.arena(), plan.shape());
        long[] perChannel = new long[plan.shape().output().length];
        Arrays.fill(perChannel, 1);
        perChannel[1] = plan.shape().output()[1];
        Requantization.Chain chain = Requantization.chain(builder, after, perChannel);
        PrimitiveAttributes attributes = factors.attributes(builder, chain.postOps());
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
        chain.bind(step);
        step.writing(Argument.DST, new Operand.Output(0), dense.output()).append();
    }
}
