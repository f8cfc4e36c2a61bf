package org.cotangent.ops.vision;

import java.util.List;
import java.util.Locale;
import org.cotangent.ops.internal.support.OnnxOperator;
import org.cotangent.ops.internal.support.Types;
import org.cotangent.ops.internal.vision.AlignedRegions;
import org.cotangent.ops.internal.vision.RegionKernel;
import org.cotangent.ops.internal.vision.RegionSamples;
import org.cotangent.spi.AttributeException;
import org.cotangent.spi.ShapeException;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Derivative;
import org.cotangent.spi.op.Domain;
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
 * Regions of images X, [N, C, H, W], brought to one size, [regions, C, output_height, output_width].
 *
 * <p>A region is (x1, y1, x2, y2), times {@code spatial_scale}, of the image that batch_indices names. It is cut into
 * bins; in each there is a grid of {@code sampling_ratio} by {@code sampling_ratio} samples, or of as many as the bin
 * has elements if that is 0. A sample is interpolated between four elements. Mode avg takes the mean of the samples,
 * mode max the greatest of the elements times their weights. Samples farther than one element outside the image are 0.
 *
 * <p>Differentiable in X and the regions, but where a sample hits an element, the number of samples jumps, or the
 * greatest are equal. A sample that hits an element has the slope towards the next one. ONNX RoiAlign, version 22.
 */
public final class RoiAlign extends OnnxOperator {
    public RoiAlign() {
        super("RoiAlign", 22, signatureOf());
    }

    private static Signature signatureOf() {
        TypeVariable t = TypeVariable.of("T1", DType.floating());
        return Signature.builder()
                .input("X", t)
                .input("rois", t)
                .fixed("batch_indices", Types.int64("T2"))
                .output("Y", t)
                .attribute("coordinate_transformation_mode", "half_pixel")
                .attribute("mode", "avg")
                .attribute("output_height", 1)
                .attribute("output_width", 1)
                .attribute("sampling_ratio", 0)
                .attribute("spatial_scale", 1f)
                .build();
    }

    @Override
    public List<TensorType> infer(Inference call) {
        Shape x = call.shape(0);
        Shape rois = call.shape(1);
        if (x.rank() != 4 || rois.rank() != 2 || call.shape(2).rank() != 1 || isNot(rois.dim(1), Dim.of(4))) {
            throw new ShapeException("X must be [N, C, H, W], rois [regions, 4] and batch_indices [regions], not " + x
                    + ", " + rois + " and " + call.shape(2));
        }
        if (isNot(rois.dim(0), call.shape(2).dim(0))) {
            throw new ShapeException("rois " + rois + " and batch_indices " + call.shape(2) + " differ in number");
        }
        if (x.dim(2).is(0) || x.dim(3).is(0)) {
            throw new ShapeException("images of shape " + x + " have no elements to sample");
        }
        Attributes attributes = call.attributes();
        oneOf(attributes, "mode", "avg", "max");
        oneOf(attributes, "coordinate_transformation_mode", "half_pixel", "output_half_pixel");
        long height = attributes.integer("output_height");
        long width = attributes.integer("output_width");
        if (height < 1 || width < 1 || attributes.integer("sampling_ratio") < 0) {
            throw new AttributeException("output_height, output_width and sampling_ratio are " + height + ", " + width
                    + " and " + attributes.integer("sampling_ratio") + "; they must be positive, the last may be 0");
        }
        Shape y = Shape.of(List.of(rois.dim(0), x.dim(1), Dim.of(height), Dim.of(width)));
        return List.of(call.input(0).with(y));
    }

    private static boolean isNot(Dim size, Dim expected) {
        return size.isKnown() && expected.isKnown() && !size.equals(expected);
    }

    private static void oneOf(Attributes attributes, String name, String one, String other) {
        String value = attributes.text(name).toLowerCase(Locale.ROOT);
        if (!value.equals(one) && !value.equals(other)) {
            throw new AttributeException(name + " '" + value + "' is neither " + one + " nor " + other);
        }
    }

    @Override
    public Forward forward() {
        return new Forward.HostKernel(RegionKernel::new, (f, call) -> List.of(AlignedRegions.of(f, call)));
    }

    @Override
    public Derivative derivative() {
        return new Derivative.ByExpansion();
    }

    @Override
    public Domain domain() {
        return Domain.of(draw -> {
                    RegionSamples sample = RegionSamples.draw(draw);
                    return Domain.Sample.of(sample.attributes(), sample.images(), sample.regions(), sample.batch());
                })
                .withKinks(Domain.Kink.of(
                        Domain.Sample.of(
                                Attributes.of("sampling_ratio", 1),
                                Tensor.of(new double[] {1, 3, 4}, 1, 1, 1, 3),
                                Tensor.of(new double[] {1, 0, 2, 1}, 1, 4),
                                Tensor.vector(0L)),
                        Tensor.of(new double[] {0, 1, 0}, 1, 1, 1, 3),
                        Tensor.of(new double[] {0.5, 0, 0.5, 0}, 1, 4)));
    }
}
