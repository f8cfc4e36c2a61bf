package org.cotangent.ops.internal.resize;

import java.util.Arrays;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Draw;
import org.cotangent.spi.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Everything of a Resize but the elements of its input, for tests.
 *
 * @param sizes of the input
 * @param wanted the input {@code sizes}
 */
@SuppressWarnings("ArrayRecordComponent") // read once
public record ResizeSamples(
        Attributes attributes,
        long[] sizes,
        @Nullable Tensor roi,
        @Nullable Tensor scales,
        @Nullable Tensor wanted) {
    /** {@return a legal one} */
    public static ResizeSamples of(Draw draw) {
        long[] shape = draw.shape(1, 4);
        int[] axes = draw.axes(shape.length);
        String mode = draw.pick("nearest", "linear", "cubic");
        String coordinates = draw.pick(
                "half_pixel",
                "half_pixel_symmetric",
                "pytorch_half_pixel",
                "align_corners",
                "asymmetric",
                "tf_crop_and_resize");
        Attributes attributes = Attributes.of("mode", mode)
                .with("coordinate_transformation_mode", coordinates)
                .with("axes", Arrays.stream(axes).asLongStream().toArray())
                .with("nearest_mode", draw.pick("round_prefer_floor", "round_prefer_ceil", "floor", "ceil"))
                .with("extrapolation_value", 0.5f);
        if (!mode.equals("nearest")) {
            attributes = attributes.with("antialias", draw.integer(0, 1)).with("exclude_outside", draw.integer(0, 1));
        }
        Tensor roi = coordinates.equals("tf_crop_and_resize") ? roi(draw, axes.length) : null;
        if (draw.chance(0.5)) {
            Tensor wanted = draw.indices(new long[] {axes.length}, 1, 7);
            Attributes kept = attributes.with("keep_aspect_ratio_policy", draw.pick("stretch", "not_smaller"));
            return new ResizeSamples(kept, shape, roi, null, wanted);
        }
        float[] scales = new float[axes.length];
        for (int i = 0; i < scales.length; i++) {
            scales[i] = draw.pick(0.5f, 0.6f, 1f, 1.5f, 2f, 2.7f);
            scales[i] = shape[axes[i]] * scales[i] < 1 ? 1 : scales[i];
        }
        return new ResizeSamples(attributes, shape, roi, Tensor.vector(scales), null);
    }

    private static Tensor roi(Draw draw, int axes) {
        Tensor roi = draw.tensor(new long[] {2L * axes}, -0.2, 0.4);
        for (int i = 0; i < axes; i++) {
            roi.setDouble((long) i + axes, roi.getDouble((long) i + axes) + 0.8);
        }
        return roi;
    }
}
