package org.cotangent.ops.fused;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.cotangent.ops.internal.convolution.Convolution;
import org.cotangent.ops.internal.convolution.ConvolutionSamples;
import org.cotangent.ops.internal.convolution.ConvolutionWeightGradient;
import org.cotangent.ops.internal.convolution.Windows;
import org.cotangent.ops.internal.support.OnnxOperator;
import org.cotangent.spi.ShapeException;
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
 * The transpose of Conv as a map of its weights: {@code dW = J^T dY}, for the attributes of that Conv.
 *
 * <p>{@code dW[m, c, k] = sum of dY[n, m, o] X[n, c, o * stride - pad + k * dilation]} over all n and o. The third
 * input is the shape of the weights. Stands for a Conv of transposed tensors.
 */
public final class ConvWeightGradient extends OnnxOperator {
    public ConvWeightGradient() {
        super(new OperatorId(OperatorId.COTANGENT, "ConvWeightGradient", 1), signatureOf());
    }

    private static Signature signatureOf() {
        TypeVariable t = TypeVariable.of("T", DType.floating());
        return Convolution.declare(Signature.builder()
                        .input("X", t)
                        .input("dY", t)
                        .fixed("shape", TypeVariable.of("I", DType.INT64))
                        .output("dW", t))
                .build();
    }

    @Override
    public List<? extends ValueType> infer(Inference call) {
        Shape x = call.shape(0);
        Shape dy = call.shape(1);
        if (x.rank() < 3 || dy.rank() != x.rank()) {
            throw new ShapeException(
                    "X of shape " + x + " and dY of shape " + dy + " must have equal ranks of at least 3");
        }
        List<Dim> sizes = call.integers(2);
        if (sizes == null) {
            Dim perGroup = x.dim(1).floorDiv(Dim.of(call.attributes().integer("group")));
            List<Dim> kernel = Convolution.unknown(call, x.rank() - 2);
            return List.of(call.input(0).with(Convolution.image(dy.dim(1), perGroup, kernel)));
        }
        Convolution.checkResult(call, x, Shape.of(sizes), dy);
        return List.of(call.input(0).with(Shape.of(sizes)));
    }

    @Override
    public Forward forward() {
        return new Forward.HostKernel(ConvWeightGradient::prepare, ConvWeightGradient::expand);
    }

    private static Kernel prepare(Preparation call) {
        Convolution convolution = Convolution.of(call.attributes(), call.input(0), call.output(0), call.input(1));
        return ConvolutionWeightGradient.of(call, convolution);
    }

    /** With batch and channels exchanged, the cotangent is the kernel; strides and dilations exchange too. */
    private static List<Value> expand(Formulas f, Call call) {
        Shape x = call.shape(0);
        Shape w = Convolution.target(f, call.input(2));
        long groups = call.attributes().integer("group");
        Windows windows = Convolution.windows(call.attributes(), x, w, call.shape(1));
        Attributes direct = windows.convolution();
        Attributes attributes = Attributes.of("strides", direct.integers("dilations"))
                .with("dilations", direct.integers("strides"))
                .with("pads", direct.integers("pads"))
                .with("group", groups);
        int[] exchange = exchange(w.rank());
        Value image = f.transpose(call.input(0), exchange);
        if (groups > 1) {
            image = f.reshape(f.transpose(split(f, image, groups), grouped(w.rank())), merged(x, groups));
        }
        Value result = f.op("Conv", attributes, image, f.transpose(call.input(1), exchange));
        for (int axis = 2; axis < w.rank(); axis++) {
            long size = w.size(axis);
            result = result.shape().dim(axis).is(size) ? result : f.slice(result, axis, 0, size);
        }
        return List.of(f.transpose(result, exchange));
    }

    private static int[] exchange(int rank) {
        int[] order = new int[rank];
        Arrays.setAll(order, axis -> axis < 2 ? 1 - axis : axis);
        return order;
    }

    /** [C, N, ...] as [groups, C / groups, N, ...]. */
    private static Value split(Formulas f, Value image, long groups) {
        List<Dim> dims = new ArrayList<>(image.shape().dims());
        dims.set(0, dims.getFirst().floorDiv(Dim.of(groups)));
        dims.addFirst(Dim.of(groups));
        return f.reshape(image, Shape.of(dims));
    }

    /** Puts the groups behind their channels. */
    private static int[] grouped(int rank) {
        int[] order = new int[rank + 1];
        Arrays.setAll(order, axis -> axis < 2 ? 1 - axis : axis);
        return order;
    }

    /** [C / groups, groups * N, ...]. */
    private static Shape merged(Shape x, long groups) {
        List<Dim> dims = new ArrayList<>(x.dims());
        dims.set(0, x.dim(1).floorDiv(Dim.of(groups)));
        dims.set(1, x.dim(0).times(groups));
        return Shape.of(dims);
    }

    @Override
    public Derivative derivative() {
        return new Derivative.Linear(List.of(Set.of(0), Set.of(1)), ConvWeightGradient::transpose);
    }

    private static Value transpose(Formulas f, Point at, int k, List<Value> cotangents) {
        Value u = cotangents.getFirst();
        return k == 0
                ? f.own("ConvInputGradient", at.attributes(), at.input(1), u, f.shapeOf(at.input(0)))
                : f.op("Conv", at.attributes(), at.input(0), u);
    }

    @Override
    public Domain domain() {
        return Domain.of(draw -> {
            ConvolutionSamples sample = ConvolutionSamples.draw(draw);
            return Domain.Sample.of(
                    sample.attributes(),
                    draw.tensor(sample.x(), -1, 1),
                    draw.tensor(sample.y(), -1, 1),
                    Tensor.vector(sample.w()));
        });
    }
}
