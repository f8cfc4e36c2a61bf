package org.cotangent.ops.internal.convolution;

import java.util.Arrays;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Draw;

/**
 * Attributes and sizes of a convolution, for tests.
 *
 * @param x sizes of the image, [N, C, ...]
 * @param w sizes of the weights, [M, C / group, ...]
 * @param y sizes of the result, [N, M, ...]
 */
@SuppressWarnings("ArrayRecordComponent") // read once
public record ConvolutionSamples(Attributes attributes, long[] x, long[] w, long[] y) {

    public static ConvolutionSamples draw(Draw draw) {
        int rank = Math.min(draw.integer(1, 3), draw.extent());
        int groups = draw.pick(1, 1, 2);
        long[] x = new long[rank + 2];
        long[] w = new long[rank + 2];
        long[] y = new long[rank + 2];
        x[0] = draw.integer(1, 2);
        y[0] = x[0];
        w[1] = draw.integer(1, 2);
        x[1] = w[1] * groups;
        w[0] = (long) draw.integer(1, 2) * groups;
        y[1] = w[0];
        Attributes attributes = Attributes.of("group", groups);
        long[] strides = new long[rank];
        long[] dilations = new long[rank];
        long[] pads = new long[2 * rank];
        for (int i = 0; i < rank; i++) {
            w[i + 2] = draw.integer(1, 3);
            strides[i] = draw.pick(1, 1, 2, 3);
            dilations[i] = draw.pick(1, 1, 2);
            pads[i] = draw.integer(0, 2);
            pads[rank + i] = draw.integer(0, 2);
            x[i + 2] = Math.max(1, (w[i + 2] - 1) * dilations[i] + 1 - pads[i] - pads[rank + i]) + draw.integer(0, 3);
        }
        if (draw.chance(0.8)) {
            attributes = attributes.with("strides", strides).with("dilations", dilations);
        }
        String autoPad = draw.pick("NOTSET", "NOTSET", "SAME_UPPER", "SAME_LOWER");
        attributes = autoPad.equals("NOTSET") ? attributes.with("pads", pads) : attributes.with("auto_pad", autoPad);
        long[] counts = SlidingWindow.of(attributes, Convolution.spatial(w))
                .over(Convolution.spatial(x))
                .counts();
        System.arraycopy(counts, 0, y, 2, rank);
        return new ConvolutionSamples(attributes, x, w, y);
    }

    /** {@return the attributes of a ConvTranspose from y to about x} */
    public Attributes transposed(Draw draw) {
        int rank = x.length - 2;
        if (draw.chance(0.2)) {
            return attributes.without("pads").with("output_shape", Convolution.spatial(x));
        }
        Windows windows = SlidingWindow.of(attributes, Convolution.spatial(w))
                .over(Convolution.spatial(x), Convolution.spatial(y));
        long[] extra = new long[rank];
        for (int i = 0; i < rank; i++) {
            extra[i] = Math.max(0, -windows.end(i));
        }
        return windows.convolution().with("group", attributes.integer("group")).with("output_padding", extra);
    }

    @Override
    public String toString() {
        return attributes + " x " + Arrays.toString(x) + " w " + Arrays.toString(w);
    }
}
