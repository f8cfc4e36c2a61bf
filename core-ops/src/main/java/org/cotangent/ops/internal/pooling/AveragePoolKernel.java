package org.cotangent.ops.internal.pooling;

import java.util.Arrays;
import org.cotangent.ops.internal.convolution.Windows;
import org.cotangent.spi.backend.Preparation;

/** The sum of each window, divided by a number of its own. */
public final class AveragePoolKernel extends PoolKernel {
    private final double[] divisors;

    public AveragePoolKernel(Preparation call, Windows windows, double[] divisors) {
        super(call, windows);
        this.divisors = divisors;
    }

    @Override
    void pool(Blocks memory) {
        double[] x = memory.input();
        double[] y = memory.output();
        Arrays.fill(y, 0);
        for (int outer = 0; outer < lines.outerTaps(); outer++) {
            for (int line = 0; line < lines.lines(); line++) {
                int start = lines.start(outer, line);
                for (int inner = 0; inner < lines.innerTaps() && start >= 0; inner++) {
                    int at = start + lines.shift(inner);
                    int out = line * lines.width();
                    for (int o = lines.first(inner); o < lines.last(inner); o++) {
                        y[out + o] += x[at + o * lines.stride()];
                    }
                }
            }
        }
        for (int i = 0; i < positions; i++) {
            y[i] /= divisors[i];
        }
    }
}
