package org.cotangent.ops.internal.pooling;

import java.util.Arrays;
import org.cotangent.ops.internal.convolution.Windows;
import org.cotangent.ops.internal.support.Strides;
import org.cotangent.spi.backend.Bindings;
import org.cotangent.spi.backend.Preparation;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;

/** The largest element of each window, the first one of equals, NaN if there is one; and where it is. */
public final class MaxPoolKernel extends PoolKernel {
    private final int[] order;
    private final double lowest;

    /**
     * A kernel with perhaps a second output, the indices.
     *
     * @param columnMajor whether indices count the spatial axes from the first
     */
    public MaxPoolKernel(Preparation call, Windows windows, boolean columnMajor) {
        super(call, windows);
        DType dtype = call.input(0).dtype();
        lowest = dtype.isFloating() ? Double.NEGATIVE_INFINITY : dtype == DType.INT8 ? -128 : 0;
        order = columnMajor ? columnMajor(windows.sizes()) : new int[0];
    }

    /** {@return for each element in row-major order its number in column-major order} */
    private static int[] columnMajor(long[] sizes) {
        long[] strides = new long[sizes.length];
        Arrays.setAll(strides, axis -> Strides.product(sizes, 0, axis));
        int[] order = new int[Math.toIntExact(Strides.product(sizes))];
        Arrays.setAll(order, i -> Math.toIntExact(Strides.offset(i, sizes, strides)));
        return order;
    }

    @Override
    void pool(Blocks memory) {
        double[] x = memory.input();
        double[] y = memory.output();
        int[] indices = memory.indices();
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

    @Override
    void finish(Bindings io, Blocks memory, long plane) {
        if (!io.hasOutput(1)) {
            return;
        }
        Tensor result = io.output(1);
        int[] indices = memory.indices();
        for (int i = 0; i < positions; i++) {
            int index = Math.max(0, indices[i]);
            result.setLong(plane * positions + i, plane * this.plane + (order.length == 0 ? index : order[index]));
        }
    }
}
