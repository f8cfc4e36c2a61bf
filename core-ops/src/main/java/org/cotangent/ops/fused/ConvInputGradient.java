package org.cotangent.ops.fused;

import java.util.List;
import java.util.Set;
import org.cotangent.ops.internal.convolution.Convolution;
import org.cotangent.ops.internal.convolution.ConvolutionInputGradient;
import org.cotangent.ops.internal.convolution.ConvolutionSamples;
import org.cotangent.ops.internal.convolution.Windows;
import org.cotangent.ops.internal.support.OnnxOperator;
import org.cotangent.spi.backend.Kernel;
import org.cotangent.spi.backend.Preparation;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Call;
import org.cotangent.spi.op.Derivative;
import org.cotangent.spi.op.Domain;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.op.Forward;
import org.cotangent.spi.op.Inference;
import org.cotangent.spi.op.OperatorId;
import org.cotangent.spi.op.Point;
import org.cotangent.spi.op.Signature;
import org.cotangent.spi.op.TypeVariable;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Dim;
import org.cotangent.spi.tensor.Shape;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.ValueType;

/**
 * The transpose of Conv as a map of its image: {@code dX = J^T dY}, for the attributes of that Conv.
 *
 * <p>{@code dX[n, c, i] = sum of dY[n, m, o] W[m, c, k]} over all m, o and k with {@code i = o * stride - pad + k *
 * dilation}. The third input is the shape of the image. Stands for ConvTranspose.
 */
public final class ConvInputGradient extends OnnxOperator {
    public ConvInputGradient() {
        super(new OperatorId(OperatorId.COTANGENT, "ConvInputGradient", 1), signatureOf());
    }

    private static Signature signatureOf() {
        TypeVariable t = TypeVariable.of("T", DType.floating());
        return Convolution.declare(Signature.builder()
                        .input("dY", t)
                        .parameter("W", t)
                        .fixed("shape", TypeVariable.of("I", DType.INT64))
                        .output("dX", t))
                .build();
    }

    @Override
    public List<? extends ValueType> infer(Inference call) {
        Shape dy = call.shape(0);
        Shape w = call.shape(1);
        long groups = call.attributes().integer("group");
        Convolution.check(dy, w, 0, groups);
        List<Dim> sizes = call.integers(2);
        if (sizes == null) {
            Dim channels = w.dim(1).times(groups);
            return List.of(call.input(0)
                    .with(Convolution.image(dy.dim(0), channels, Convolution.unknown(call, dy.rank() - 2))));
        }
        Convolution.checkResult(call, Shape.of(sizes), w, dy);
        return List.of(call.input(0).with(Shape.of(sizes)));
    }

    @Override
    public Forward forward() {
        return new Forward.HostKernel(ConvInputGradient::prepare, ConvInputGradient::expand);
    }

    private static Kernel prepare(Preparation call) {
        Convolution convolution = Convolution.of(call.attributes(), call.output(0), call.input(1), call.input(0));
        return ConvolutionInputGradient.of(call, convolution, false);
    }

    private static List<Value> expand(Formulas f, Call call) {
        Windows windows = Convolution.windows(
                call.attributes(), Convolution.target(f, call.input(2)), call.shape(1), call.shape(0));
        long[] extra = new long[windows.rank()];
        for (int axis = 0; axis < extra.length; axis++) {
            extra[axis] = Math.max(0, -windows.end(axis));
        }
        Attributes attributes = windows.convolution()
                .with("group", call.attributes().integer("group"))
                .with("output_padding", extra);
        return List.of(f.op("ConvTranspose", attributes, call.input(0), call.input(1)));
    }

    @Override
    public Derivative derivative() {
        return new Derivative.Linear(List.of(Set.of(0), Set.of(1)), ConvInputGradient::transpose);
    }

    private static Value transpose(Formulas f, Point at, int k, List<Value> cotangents) {
        Value u = cotangents.getFirst();
        return k == 0
                ? f.op("Conv", at.attributes(), u, at.input(1))
                : f.own("ConvWeightGradient", at.attributes(), u, at.input(0), f.shapeOf(at.input(1)));
    }

    @Override
    public Domain domain() {
        return Domain.of(draw -> {
            ConvolutionSamples sample = ConvolutionSamples.draw(draw);
            return Domain.Sample.of(
                    sample.attributes(),
                    draw.tensor(sample.y(), -1, 1),
                    draw.tensor(sample.w(), -1, 1),
                    Tensor.vector(sample.x()));
        });
    }
}
