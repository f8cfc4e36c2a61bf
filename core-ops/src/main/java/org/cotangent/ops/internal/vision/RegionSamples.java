package org.cotangent.ops.internal.vision;

import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Draw;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;

/** A call of RoiAlign whose samples keep away from elements, for tests. */
public record RegionSamples(Attributes attributes, Tensor images, Tensor regions, Tensor batch) {
    private static final double DISTANCE = 0.04;

    public static RegionSamples draw(Draw draw) {
        long[] sizes = {draw.integer(1, 2), draw.integer(1, 2), draw.extent(), draw.extent()};
        int height = draw.integer(1, 2);
        int width = draw.integer(1, 2);
        int ratio = draw.pick(0, 1, 1, 2);
        boolean half = draw.chance(0.5);
        Attributes attributes = Attributes.of("output_height", height)
                .with("output_width", width)
                .with("sampling_ratio", ratio)
                .with("mode", draw.pick("avg", "max"))
                .with("coordinate_transformation_mode", half ? "half_pixel" : "output_half_pixel")
                .with("spatial_scale", 0.5f);
        int count = draw.integer(1, 2);
        Tensor regions = Tensor.allocate(DType.DOUBLE, count, 4);
        for (int r = 0; r < count; r++) {
            for (int axis = 0; axis < 2; axis++) {
                double[] range = range(draw, axis == 0 ? width : height, ratio, half);
                regions.setDouble(4L * r + axis, 2 * range[0]);
                regions.setDouble(4L * r + axis + 2, 2 * range[1]);
            }
        }
        Tensor batch = draw.indices(new long[] {count}, 0, sizes[0]);
        return new RegionSamples(attributes, draw.tensor(sizes, -2, 2), regions, batch);
    }

    private static double[] range(Draw draw, int bins, int ratio, boolean half) {
        while (true) {
            double start = draw.random().nextDouble(-1.5, 2);
            double end = start + draw.random().nextDouble(half ? -0.5 : 1.1, 3);
            if (isSmooth(start - (half ? 0.5 : 0), (end - start) / bins, bins, ratio)) {
                return new double[] {start, end};
            }
        }
    }

    private static boolean isSmooth(double start, double bin, int bins, int ratio) {
        int count = ratio > 0 ? ratio : (int) Math.ceil(bin);
        boolean smooth = ratio > 0 || isApart(bin);
        for (int k = 0; k < bins * count; k++) {
            smooth &= isApart(start + (k + 0.5) * bin / count);
        }
        return smooth;
    }

    private static boolean isApart(double value) {
        return Math.abs(value - Math.rint(value)) > DISTANCE;
    }
}
