package org.cotangent.ops.vision;

import java.util.List;
import org.cotangent.ops.internal.support.OnnxOperator;
import org.cotangent.ops.internal.support.Types;
import org.cotangent.ops.internal.vision.MaxRegionKernel;
import org.cotangent.ops.internal.vision.MaxRegions;
import org.cotangent.spi.AttributeException;
import org.cotangent.spi.ShapeException;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Attribute;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Derivative;
import org.cotangent.spi.op.Domain;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.op.Forward;
import org.cotangent.spi.op.Inference;
import org.cotangent.spi.op.Point;
import org.cotangent.spi.op.Signature;
import org.cotangent.spi.op.Tangent;
import org.cotangent.spi.op.TypeVariable;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Dim;
import org.cotangent.spi.tensor.Shape;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.TensorType;

/**
 * The greatest elements in the bins of regions of images X, [N, C, H, W]: [regions, C, pooled_shape...].
 *
 * <p>A region is (image, x1, y1, x2, y2), the last four times {@code spatial_scale} and rounded to whole elements,
 * halves away from zero; both ends belong to it. It is at least one element wide and high, and its bins may overlap by
 * one element. A bin outside the image gives 0, a bin with a NaN gives NaN. The derivative goes to the first of the
 * greatest elements; regions have none. ONNX MaxRoiPool, version 22.
 */
public final class MaxRoiPool extends OnnxOperator {
    private static final int PLACES = 1;

    public MaxRoiPool() {
        super("MaxRoiPool", 22, signatureOf());
    }

    private static Signature signatureOf() {
        TypeVariable t = TypeVariable.of("T", DType.floating());
        return Signature.builder()
                .input("X", t)
                .fixed("rois", t)
                .output("Y", t)
                .residual("places", Types.int64("I"))
                .optionalAttribute("pooled_shape", new Attribute.OfInts(List.of()))
                .attribute("spatial_scale", 1f)
                .build();
    }

    @Override
    public List<TensorType> infer(Inference call) {
        Shape x = call.shape(0);
        Shape rois = call.shape(1);
        if (x.rank() != 4
                || rois.rank() != 2
                || (rois.dim(1).isKnown() && !rois.dim(1).is(5))) {
            throw new ShapeException("X must be [N, C, H, W] and rois [regions, 5], not " + x + " and " + rois);
        }
        long[] pooled = call.attributes().integers("pooled_shape");
        if (pooled.length != 2 || pooled[0] < 1 || pooled[1] < 1) {
            throw new AttributeException("pooled_shape must be two positive numbers");
        }
        Shape y = Shape.of(List.of(rois.dim(0), x.dim(1), Dim.of(pooled[0]), Dim.of(pooled[1])));
        return List.of(call.input(0).with(y), new TensorType(DType.INT64, y)).subList(0, call.outputCount());
    }

    @Override
    public Forward forward() {
        return new Forward.HostKernel(
                MaxRegionKernel::new, (f, call) -> MaxRegions.of(f, call).subList(0, call.outputCount()));
    }

    @Override
    public Derivative derivative() {
        return Derivative.ofJvp(MaxRoiPool::jvp);
    }

    private static List<Tangent> jvp(Formulas f, Point at, List<Tangent> tangents) {
        Tangent result = Tangent.zero();
        if (tangents.getFirst() instanceof Tangent.Of(Value tangent)) {
            Value places = f.reshape(at.output(PLACES), -1, 1);
            Value ones = f.expandLike(f.scalarLike(tangent, 1), places);
            Value moved = f.own("WeightedGather", Attributes.none(), f.reshape(tangent, -1, 1), places, ones);
            result = Tangent.of(f.reshapeLike(moved, at.output(0)));
        }
        return List.of(result, Tangent.none()).subList(0, at.outputCount());
    }

    @Override
    public Domain domain() {
        return Domain.of(draw -> {
                    long[] sizes = {draw.integer(1, 2), draw.integer(1, 2), draw.extent(), draw.extent()};
                    long count = draw.extent();
                    Tensor rois = draw.tensor(new long[] {count, 5}, -2, 6);
                    for (long r = 0; r < count; r++) {
                        rois.setDouble(5 * r, draw.integer(0, (int) sizes[0] - 1));
                    }
                    Attributes attributes = Attributes.of("pooled_shape", draw.integer(1, 2), draw.integer(1, 3))
                            .with("spatial_scale", 0.5f);
                    return Domain.Sample.of(attributes, draw.distinct(sizes, 0.1), rois);
                })
                .withKinks(Domain.Kink.of(
                        Domain.Sample.of(
                                Attributes.of("pooled_shape", 1L, 1L),
                                Tensor.of(new double[] {3, 3}, 1, 1, 1, 2),
                                Tensor.of(new double[] {0, 0, 0, 1, 0}, 1, 5)),
                        Tensor.of(new double[] {1, 0}, 1, 1, 1, 2)));
    }
}
