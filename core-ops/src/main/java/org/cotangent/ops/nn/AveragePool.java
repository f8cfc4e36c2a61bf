package org.cotangent.ops.nn;

import java.util.List;
import org.cotangent.ops.internal.convolution.Windows;
import org.cotangent.ops.internal.pooling.AveragePoolKernel;
import org.cotangent.ops.internal.pooling.Pooling;
import org.cotangent.ops.internal.support.OnnxOperator;
import org.cotangent.ops.internal.support.Signatures;
import org.cotangent.spi.backend.Kernel;
import org.cotangent.spi.backend.Preparation;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Derivative;
import org.cotangent.spi.op.Domain;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.op.Forward;
import org.cotangent.spi.op.Inference;
import org.cotangent.spi.op.Point;
import org.cotangent.spi.op.Signature;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.ValueType;

/**
 * The mean of every window over the spatial axes of [N, C, sizes...].
 *
 * <p>The sum of the elements inside the input is divided by their number; with {@code count_include_pad}, by the number
 * of taps inside input or pads. What a window covers beyond that never counts. ONNX AveragePool, version 22.
 */
public final class AveragePool extends OnnxOperator {
    public AveragePool() {
        super("AveragePool", 22, signatureOf());
    }

    private static Signature signatureOf() {
        return Pooling.declare(Signatures.unary())
                .attribute("count_include_pad", 0)
                .build();
    }

    @Override
    public List<? extends ValueType> infer(Inference call) {
        return List.of(call.input(0).with(Pooling.infer(call)));
    }

    @Override
    public Forward forward() {
        return new Forward.HostKernel(AveragePool::prepare);
    }

    private static Kernel prepare(Preparation call) {
        Windows windows = Pooling.windows(call.attributes(), call.input(0).shape());
        return new AveragePoolKernel(call, windows, Pooling.divisors(call.attributes(), windows));
    }

    @Override
    public Derivative derivative() {
        return Derivative.linear(AveragePool::transpose);
    }

    /** An average is a convolution of each channel with ones, divided. */
    private static Value transpose(Formulas f, Point at, int k, List<Value> cotangents) {
        Value x = at.input(0);
        Value u = cotangents.getFirst();
        Windows windows = Pooling.windows(at.attributes(), x.shape());
        double[] divisors = Pooling.divisors(at.attributes(), windows);
        long channels = x.shape().size(1);
        if (channels == 0) {
            return f.zerosLike(x);
        }
        Value scaled = f.div(u, f.constant(Tensor.of(x.dtype(), divisors, windows.counts())));
        return f.own(
                "ConvInputGradient",
                windows.convolution().with("group", channels),
                scaled,
                Pooling.ones(f, x.dtype(), channels, windows),
                f.shapeOf(x));
    }

    @Override
    public Domain domain() {
        Domain windows = Pooling.domain((draw, sizes) -> draw.tensor(sizes, -2, 2));
        return (random, size) -> {
            Domain.Sample sample = windows.sample(random, size);
            return new Domain.Sample(
                    sample.attributes().with("count_include_pad", random.nextInt(2)), sample.inputs(), 1);
        };
    }
}
