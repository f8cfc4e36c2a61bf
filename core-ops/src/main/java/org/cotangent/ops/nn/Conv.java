package org.cotangent.ops.nn;

import java.util.List;
import java.util.Set;
import org.cotangent.ops.internal.convolution.Convolution;
import org.cotangent.ops.internal.convolution.ConvolutionForward;
import org.cotangent.ops.internal.convolution.ConvolutionSamples;
import org.cotangent.ops.internal.support.OnnxOperator;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Derivative;
import org.cotangent.spi.op.Domain;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.op.Forward;
import org.cotangent.spi.op.Inference;
import org.cotangent.spi.op.Point;
import org.cotangent.spi.tensor.Shape;
import org.cotangent.spi.tensor.ValueType;

/**
 * Convolution over any number of spatial axes, with groups, strides, dilations and padding.
 *
 * <p>{@code Y[n, m, o] = B[m] + sum over c, k of X[n, c, o * stride - pad + k * dilation] W[m, c, k]}, where c runs
 * over the channels of the group of m, and X is 0 outside its axes. X is [N, C, sizes...], W is [M, C / group,
 * kernel...], B is [M]. ONNX Conv, version 22.
 */
public final class Conv extends OnnxOperator {
    public Conv() {
        super("Conv", 22, Convolution.biased().build());
    }

    @Override
    public List<? extends ValueType> infer(Inference call) {
        Shape x = call.shape(0);
        Shape w = call.shape(1);
        Convolution.check(x, w, 1, call.attributes().integer("group"));
        if (call.has(2)) {
            Convolution.checkBias(call.shape(2), w.dim(0));
        }
        return List.of(call.input(0).with(Convolution.result(call, x, w)));
    }

    @Override
    public Forward forward() {
        return new Forward.HostKernel(call -> ConvolutionForward.of(
                call, Convolution.of(call.attributes(), call.input(0), call.input(1), call.output(0))));
    }

    @Override
    public Derivative derivative() {
        return new Derivative.Linear(List.of(Set.of(0, 2), Set.of(1, 2)), Conv::transpose);
    }

    private static Value transpose(Formulas f, Point at, int k, List<Value> cotangents) {
        Value u = cotangents.getFirst();
        return switch (k) {
            case 0 -> f.own("ConvInputGradient", at.attributes(), u, at.input(1), f.shapeOf(at.input(0)));
            case 1 -> f.own("ConvWeightGradient", at.attributes(), at.input(0), u, f.shapeOf(at.input(1)));
            default -> Convolution.toBias(f, u);
        };
    }

    @Override
    public Domain domain() {
        return Domain.of(draw -> {
            ConvolutionSamples sample = ConvolutionSamples.draw(draw);
            return Domain.Sample.of(
                    sample.attributes(),
                    draw.tensor(sample.x(), -1, 1),
                    draw.tensor(sample.w(), -1, 1),
                    draw.chance(0.3) ? null : draw.tensor(new long[] {sample.w()[0]}, -1, 1));
        });
    }
}
