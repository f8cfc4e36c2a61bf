package org.cotangent.ops.vision;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.cotangent.ops.Calls;
import org.cotangent.spi.CotangentException;
import org.cotangent.spi.ShapeException;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;
import org.junit.jupiter.api.Test;

class RegionsTest {
    private final Calls calls = new Calls();

    private static Tensor image(long height, long width) {
        Tensor image = Tensor.allocate(DType.FLOAT, 1, 1, height, width);
        for (int i = 0; i < height * width; i++) {
            image.setDouble(i, i + 1);
        }
        return image;
    }

    @Test
    void regionsOfMaximaHaveBothTheirEnds() {
        Attributes attributes = Attributes.of("pooled_shape", 2, 2);
        Tensor rois = Tensor.of(new float[] {0, 0, 0, 2, 2, 0, 1, 1, 1, 1, 0, 7, 7, 9, 9}, 3, 5);
        Tensor y = calls.run("MaxRoiPool", attributes, image(4, 4), rois);
        assertArrayEquals(new double[] {6, 7, 10, 11, 6, 6, 6, 6, 0, 0, 0, 0}, y.toDoubles());
    }

    @Test
    void halvesOfRegionsAreRoundedAwayFromZero() {
        Attributes attributes = Attributes.of("pooled_shape", 1, 1).with("spatial_scale", 0.5f);
        Tensor rois = Tensor.of(new float[] {0, 0, 0, 5, 1}, 1, 5);
        assertEquals(8, calls.run("MaxRoiPool", attributes, image(4, 4), rois).getDouble(0));
    }

    @Test
    void alignedBinsHaveTheMeanOfTheirSamples() {
        Attributes attributes = Attributes.of("coordinate_transformation_mode", "output_half_pixel");
        Tensor rois = Tensor.of(new float[] {0, 0, 2, 2}, 1, 4);
        Tensor batch = Tensor.vector(0L);
        Tensor x = image(4, 4);
        assertEquals(6, calls.run("RoiAlign", attributes, x, rois, batch).getDouble(0));
        Attributes one = attributes.with("sampling_ratio", 1);
        assertEquals(6, calls.run("RoiAlign", one, x, rois, batch).getDouble(0));
        Tensor outside = Tensor.of(new float[] {-9, -9, -7, -7}, 1, 4);
        assertEquals(0, calls.run("RoiAlign", one, x, outside, batch).getDouble(0));
        assertThrows(CotangentException.class, () -> calls.run("RoiAlign", one, x, rois, Tensor.vector(1L)));
    }

    /** Of two million samples along an axis, which hit elements, the image and one element around it hold six. */
    @Test
    void regionsMayBeMuchLargerThanTheImage() {
        Tensor rois = Tensor.of(new double[] {-1e6, -1e6, 1e6, 1e6}, 1, 4);
        Tensor x = image(4, 4).converted(DType.DOUBLE);
        double mean = 8.5 * 36 / (2e6 * 2e6);
        Tensor batch = Tensor.vector(0L);
        assertEquals(mean, calls.run("RoiAlign", x, rois, batch).getDouble(0), 1e-9 * mean);
        Attributes max = Attributes.of("mode", "max");
        assertEquals(16, calls.run("RoiAlign", max, x, rois, batch).getDouble(0));
        for (Tensor gradient : calls.gradients("RoiAlign", Attributes.none(), x, rois, batch)) {
            assertTrue(Arrays.stream(gradient.toDoubles()).allMatch(d -> Math.abs(d) < 1e-9), gradient::toString);
        }
    }

    @Test
    void regionsTurnedInsideOutAreEmpty() {
        Tensor rois = Tensor.of(new float[] {2, 2, 0, 0}, 1, 4);
        assertEquals(
                0, calls.run("RoiAlign", image(4, 4), rois, Tensor.vector(0L)).getDouble(0));
    }

    private static Tensor boxes(float... corners) {
        return Tensor.of(corners, 1, corners.length / 4, 4);
    }

    private static Tensor scores(float... scores) {
        return Tensor.of(scores, 1, 1, scores.length);
    }

    private long[] picked(Tensor boxes, Tensor scores, float overlap) {
        Tensor all = Tensor.scalar(10L);
        Tensor found = calls.run("NonMaxSuppression", boxes, scores, all, Tensor.scalar(overlap));
        long[] picked = new long[(int) found.size(0)];
        for (int i = 0; i < picked.length; i++) {
            picked[i] = found.getLong(3L * i + 2);
        }
        return picked;
    }

    @Test
    void boxesThatOverlapExactlyAsMuchAsAllowedStay() {
        Tensor boxes = boxes(0, 0, 1, 1, 0.5f, 0, 1, 1, 5, 5, 6, 6);
        Tensor scores = scores(0.5f, 0.9f, 0.7f);
        assertArrayEquals(new long[] {1, 2, 0}, picked(boxes, scores, 0.5f));
        assertArrayEquals(new long[] {1, 2}, picked(boxes, scores, 0.49f));
    }

    @Test
    void ofEqualScoresTheFirstBoxComesFirst() {
        Tensor boxes = boxes(0, 0, 1, 1, 1, 1, 2, 2, 3, 3, 2, 2);
        assertArrayEquals(new long[] {0, 1, 2}, picked(boxes, scores(-1, -1, -1), 0));
        assertArrayEquals(new long[] {2, 0}, picked(boxes, scores(0f, Float.NaN, 0.5f), 0));
    }

    @Test
    void withoutALimitNothingIsPicked() {
        Tensor found = calls.run("NonMaxSuppression", boxes(0, 0, 1, 1), scores(1));
        assertArrayEquals(new long[] {0, 3}, found.sizes());
        assertThrows(ShapeException.class, () -> calls.run("NonMaxSuppression", boxes(0, 0, 1, 1), scores(1, 2)));
    }
}
