package org.cotangent.ops.vision;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.cotangent.ops.internal.convolution.Convolution;
import org.cotangent.ops.internal.convolution.SlidingWindow;
import org.cotangent.ops.internal.support.OnnxOperator;
import org.cotangent.ops.internal.vision.DeformedColumns;
import org.cotangent.spi.ShapeException;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Call;
import org.cotangent.spi.op.Derivative;
import org.cotangent.spi.op.Domain;
import org.cotangent.spi.op.Draw;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.op.Forward;
import org.cotangent.spi.op.Inference;
import org.cotangent.spi.op.Signature;
import org.cotangent.spi.op.TypeVariable;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Dim;
import org.cotangent.spi.tensor.Shape;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.TensorType;

/**
 * A convolution whose taps are moved: {@code Y[n, m, o] = B[m] + sum of W[m, c, k] mask[n, k, o] X[n, c, o * stride -
 * pad + k * dilation + offset[n, k, o]]} over c and k.
 *
 * <p>X is [N, C, sizes...], W [M, C / group, kernel...], the offsets are [N, offset_group * taps * axes, counts...] and
 * the mask is [N, offset_group * taps, counts...], one offset and mask for the channels of an offset group. X is
 * interpolated linearly, and 0 outside. Differentiable in all inputs; where a tap hits an element the derivative by the
 * offset is that of the side with the greater coordinate. ONNX DeformConv, version 22.
 */
public final class DeformConv extends OnnxOperator {
    public DeformConv() {
        super("DeformConv", 22, signatureOf());
    }

    private static Signature signatureOf() {
        TypeVariable t = TypeVariable.of("T", DType.floating());
        return Signature.builder()
                .input("X", t)
                .parameter("W", t)
                .input("offset", t)
                .optionalParameter("B", t)
                .optional("mask", t)
                .output("Y", t)
                .optionalIntegers("dilations")
                .attribute("group", 1)
                .optionalIntegers("kernel_shape")
                .attribute("offset_group", 1)
                .optionalIntegers("pads")
                .optionalIntegers("strides")
                .build();
    }

    @Override
    public List<TensorType> infer(Inference call) {
        Shape x = call.shape(0);
        Shape w = call.shape(1);
        Attributes attributes = call.attributes();
        Convolution.check(x, w, 1, attributes.integer("group"));
        Shape y = Convolution.result(call, x, w);
        Dim groups = Dim.of(attributes.integer("offset_group"));
        Dim taps = w.elements(2, w.rank());
        List<Dim> counts = new ArrayList<>(y.dims().subList(2, y.rank()));
        checkMoved(call, 2, groups.times(taps).times(x.rank() - 2), counts);
        checkMoved(call, 4, groups.times(taps), counts);
        if (x.dim(1).isKnown() && x.dim(1).size() % groups.size() != 0) {
            throw new ShapeException("the channels of X " + x + " do not split into " + groups + " offset groups");
        }
        if (call.has(3)) {
            Convolution.checkBias(call.shape(3), w.dim(0));
        }
        return List.of(call.input(0).with(y));
    }

    /** Where sizes of the result are not known from the image, the offsets may tell. */
    private static void checkMoved(Inference call, int i, Dim channels, List<Dim> counts) {
        if (!call.has(i)) {
            return;
        }
        Shape moved = call.shape(i);
        Shape expected = Convolution.image(call.shape(0).dim(0), channels, counts);
        if (moved.rank() != expected.rank()) {
            throw new ShapeException("input " + i + " must be of shape " + expected + ", not " + moved);
        }
        for (int axis = 0; axis < expected.rank(); axis++) {
            Dim size = moved.dim(axis);
            Dim wanted = expected.dim(axis);
            if (size.isKnown() && wanted.isKnown() && !size.equals(wanted)) {
                throw new ShapeException("input " + i + " must be of shape " + expected + ", not " + moved);
            }
            if (axis > 1 && size.isKnown()) {
                counts.set(axis - 2, size);
            }
        }
    }

    @Override
    public Forward forward() {
        return new Forward.Expansion(DeformConv::expand);
    }

    private static List<Value> expand(Formulas f, Call call) {
        Value w = call.input(1);
        Shape kernel = w.shape();
        Dim groups = Dim.of(call.attributes().integer("group"));
        Dim inner = kernel.elements(1, kernel.rank());
        Dim outer = kernel.dim(0).floorDiv(groups);
        Dim batch = call.shape(2).dim(0);
        Shape counts = call.shape(2).slice(2, call.shape(2).rank());
        Value columns =
                f.reshape(DeformedColumns.of(f, call), Shape.of(List.of(batch, groups, inner, counts.elements())));
        Value product = f.matmul(f.reshape(w, Shape.of(List.of(groups, outer, inner))), columns);
        Value y = f.reshape(product, Shape.of(List.of(batch, kernel.dim(0))).concat(counts));
        if (!call.has(3)) {
            return List.of(y);
        }
        long[] ones = new long[call.shape(0).rank() - 1];
        Arrays.fill(ones, 1);
        ones[0] = -1;
        return List.of(f.add(y, f.reshape(call.input(3), ones)));
    }

    @Override
    public Derivative derivative() {
        return new Derivative.ByExpansion();
    }

    @Override
    public Domain domain() {
        return Domain.of(draw -> {
                    int axes = Math.min(draw.integer(1, 2), draw.extent());
                    int group = draw.pick(1, 2);
                    int offsetGroup = draw.pick(1, 2);
                    long[] x = new long[axes + 2];
                    long[] w = new long[axes + 2];
                    long[] moved = new long[axes + 2];
                    x[0] = draw.integer(1, 2);
                    x[1] = 2;
                    w[0] = (long) draw.integer(1, 2) * group;
                    w[1] = 2 / group;
                    for (int i = 2; i < axes + 2; i++) {
                        w[i] = draw.integer(1, 2);
                        x[i] = w[i] + draw.integer(1, 2);
                    }
                    Attributes attributes = Attributes.of("group", group).with("offset_group", offsetGroup);
                    long[] counts = SlidingWindow.of(attributes, Convolution.spatial(w))
                            .over(Convolution.spatial(x))
                            .counts();
                    System.arraycopy(counts, 0, moved, 2, axes);
                    moved[0] = x[0];
                    moved[1] = offsetGroup;
                    for (int i = 2; i < axes + 2; i++) {
                        moved[1] *= w[i];
                    }
                    long[] offsets = moved.clone();
                    offsets[1] *= axes;
                    return Domain.Sample.of(
                            attributes,
                            draw.tensor(x, -1, 1),
                            draw.tensor(w, -1, 1),
                            offsets(draw, offsets),
                            draw.chance(0.5) ? null : draw.tensor(new long[] {w[0]}, -1, 1),
                            draw.chance(0.5) ? null : draw.tensor(moved, -1, 1));
                })
                .withKinks(Domain.Kink.of(
                        Domain.Sample.of(
                                Tensor.of(new double[] {1, 3}, 1, 1, 1, 2),
                                Tensor.of(new double[] {1}, 1, 1, 1, 1),
                                Tensor.allocate(DType.DOUBLE, 1, 2, 1, 2)),
                        null,
                        null,
                        Tensor.of(new double[] {-1, -3, 2, -3}, 1, 2, 1, 2)));
    }

    /** Offsets that move no tap onto an element. */
    private static Tensor offsets(Draw draw, long[] sizes) {
        Tensor offsets = draw.tensor(sizes, 0.1, 0.9);
        for (long i = 0; i < offsets.elements(); i++) {
            offsets.setDouble(i, offsets.getDouble(i) + draw.integer(-2, 1));
        }
        return offsets;
    }
}
