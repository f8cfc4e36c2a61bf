package org.cotangent.ops.nn;

import java.util.List;
import java.util.Set;
import org.cotangent.ops.internal.convolution.Convolution;
import org.cotangent.ops.internal.convolution.ConvolutionInputGradient;
import org.cotangent.ops.internal.convolution.ConvolutionSamples;
import org.cotangent.ops.internal.convolution.TransposedWindow;
import org.cotangent.ops.internal.convolution.Windows;
import org.cotangent.ops.internal.support.OnnxOperator;
import org.cotangent.spi.backend.Kernel;
import org.cotangent.spi.backend.Preparation;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Derivative;
import org.cotangent.spi.op.Domain;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.op.Forward;
import org.cotangent.spi.op.Inference;
import org.cotangent.spi.op.Point;
import org.cotangent.spi.tensor.Dim;
import org.cotangent.spi.tensor.Shape;
import org.cotangent.spi.tensor.ValueType;

/**
 * The transpose of a convolution: every element of X spreads a copy of the kernel, at distances of the strides.
 *
 * <p>{@code Y[n, m, i] = B[m] + sum of X[n, c, o] W[c, m, k]} over all c, o and k with {@code i = o * stride - pad + k
 * * dilation}. X is [N, C, sizes...], W is [C, M / group, kernel...], B is [M]. The sizes of Y follow from pads and
 * {@code output_padding}, or are given by {@code output_shape}. ONNX ConvTranspose, version 22.
 */
public final class ConvTranspose extends OnnxOperator {
    public ConvTranspose() {
        super(
                "ConvTranspose",
                22,
                Convolution.biased()
                        .optionalIntegers("output_padding")
                        .optionalIntegers("output_shape")
                        .build());
    }

    @Override
    public List<? extends ValueType> infer(Inference call) {
        Shape x = call.shape(0);
        Shape w = call.shape(1);
        long groups = call.attributes().integer("group");
        Convolution.check(x, w, 0, groups);
        Dim channels = w.dim(1).times(groups);
        if (call.has(2)) {
            Convolution.checkBias(call.shape(2), channels);
        }
        long[] kernel = Convolution.kernel(call.attributes(), w);
        List<Dim> sizes = kernel == null
                ? Convolution.unknown(call, x.rank() - 2)
                : TransposedWindow.of(call.attributes(), kernel).sizes(x.dims().subList(2, x.rank()));
        return List.of(call.input(0).with(Convolution.image(x.dim(0), channels, sizes)));
    }

    @Override
    public Forward forward() {
        return new Forward.HostKernel(ConvTranspose::prepare);
    }

    private static Kernel prepare(Preparation call) {
        long[] x = call.input(0).shape().sizes();
        long[] y = call.output(0).shape().sizes();
        Convolution convolution = new Convolution(
                Math.toIntExact(x[0]),
                Math.toIntExact(y[1]),
                Math.toIntExact(x[1]),
                Math.toIntExact(call.attributes().integer("group")),
                windows(call.attributes(), call.input(1).shape(), call.input(0).shape()));
        return ConvolutionInputGradient.of(call, convolution, call.hasInput(2));
    }

    /** {@return the windows of the convolution from Y to X} */
    private static Windows windows(Attributes attributes, Shape w, Shape x) {
        return TransposedWindow.of(attributes, Convolution.spatial(w)).over(Convolution.spatial(x));
    }

    @Override
    public Derivative derivative() {
        return new Derivative.Linear(List.of(Set.of(0, 2), Set.of(1, 2)), ConvTranspose::transpose);
    }

    private static Value transpose(Formulas f, Point at, int k, List<Value> cotangents) {
        Value u = cotangents.getFirst();
        if (k == 2) {
            return Convolution.toBias(f, u);
        }
        Windows windows = windows(at.attributes(), at.shape(1), at.shape(0));
        Attributes attributes =
                windows.convolution().with("group", at.attributes().integer("group"));
        for (int axis = 0; axis < windows.rank(); axis++) {
            if (windows.end(axis) <= -windows.strides()[axis]) {
                u = f.slice(u, axis + 2, 0, windows.sizes()[axis] + windows.end(axis));
            }
        }
        return k == 0
                ? f.op("Conv", attributes, u, at.input(1))
                : f.own("ConvWeightGradient", attributes, u, at.input(0), f.shapeOf(at.input(1)));
    }

    @Override
    public Domain domain() {
        return Domain.of(draw -> {
            ConvolutionSamples sample = ConvolutionSamples.draw(draw);
            long outputs = sample.w()[1] * sample.attributes().integer("group");
            return Domain.Sample.of(
                    sample.transposed(draw),
                    draw.tensor(sample.y(), -1, 1),
                    draw.tensor(sample.w(), -1, 1),
                    draw.chance(0.3) ? null : draw.tensor(new long[] {outputs}, -1, 1));
        });
    }
}
