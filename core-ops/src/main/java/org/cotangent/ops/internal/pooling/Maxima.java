package org.cotangent.ops.internal.pooling;

import java.util.Arrays;
import org.cotangent.ops.internal.convolution.WindowLines;

/** Finds the largest element of each window of a plane: the first one of equals, the first NaN if there is one. */
final class Maxima {
    private final WindowLines lines;

    Maxima(WindowLines lines) {
        this.lines = lines;
    }

    /** {@return how many elements are looked at} */
    long work() {
        return (long) lines.lines() * lines.width() * lines.outerTaps() * lines.innerTaps();
    }

    /**
     * Finds them.
     *
     * @param x the plane
     * @param y for each window its largest element, {@code lowest} where all of it is padding
     * @param indices for each window where in the plane that is, -1 where all of it is padding
     */
    void find(double[] x, double[] y, int[] indices, double lowest) {
        Arrays.fill(y, lowest);
        Arrays.fill(indices, -1);
        for (int outer = 0; outer < lines.outerTaps(); outer++) {
            for (int line = 0; line < lines.lines(); line++) {
                int start = lines.start(outer, line);
                for (int inner = 0; inner < lines.innerTaps() && start >= 0; inner++) {
                    int at = start + lines.shift(inner);
                    int out = line * lines.width();
                    for (int o = lines.first(inner); o < lines.last(inner); o++) {
                        int i = at + o * lines.stride();
                        double value = x[i];
                        double best = y[out + o];
                        if (indices[out + o] < 0 || value > best || (Double.isNaN(value) && !Double.isNaN(best))) {
                            y[out + o] = value;
                            indices[out + o] = i;
                        }
                    }
                }
            }
        }
    }
}
