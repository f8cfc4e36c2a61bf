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
    private final Maxima maxima;
    private final int[] order;
    private final double lowest;

    /**
     * A kernel with perhaps a second output, the indices.
     *
     * @param columnMajor whether indices count the spatial axes from the first
     */
    public MaxPoolKernel(Preparation call, Windows windows, boolean columnMajor) {
        super(call, windows);
        maxima = new Maxima(lines);
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
        maxima.find(memory.input(), memory.output(), memory.indices(), lowest);
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
