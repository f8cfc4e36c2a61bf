package org.cotangent.ops.internal.indexing;

import java.util.Arrays;
import org.cotangent.ops.internal.movement.Cells;
import org.cotangent.ops.internal.support.Strides;
import org.cotangent.spi.backend.Bindings;
import org.cotangent.spi.backend.Kernel;
import org.cotangent.spi.tensor.Tensor;

/**
 * The different slices of input 0: themselves, where each stands first, which each slice of the input is, and how often
 * each occurs.
 *
 * <p>The input is sorted anew in every run; memory for that is taken from the heap.
 */
public final class UniqueKernel implements Kernel {
    private final int axis;
    private final boolean sorted;

    /** @param axis -1 to take the elements as slices */
    public UniqueKernel(int axis, boolean sorted) {
        this.axis = axis;
        this.sorted = sorted;
    }

    @Override
    public void run(Bindings io) {
        Tensor x = axis < 0 ? io.input(0).reshaped(io.input(0).elements()) : io.input(0);
        int along = Math.max(0, axis);
        SliceOrder order = new SliceOrder(x, along);
        Integer[] slices = order.sorted();
        int[] group = new int[slices.length];
        int[] firsts = new int[slices.length];
        int count = 0;
        for (int i = 0; i < slices.length; i++) {
            if (i == 0 || order.compare(slices[i - 1], slices[i]) != 0) {
                firsts[count++] = slices[i];
            }
            group[slices[i]] = count - 1;
        }
        int[] rank = ranks(Arrays.copyOf(firsts, count));
        long[] sizes = x.sizes();
        sizes[along] = count;
        write(x, along, io.allocate(0, sizes), firsts, rank);
        report(io, group, firsts, rank);
    }

    /** At which place of the output each group stands. */
    private int[] ranks(int[] firsts) {
        int[] rank = new int[firsts.length];
        Arrays.setAll(rank, i -> i);
        if (!sorted) {
            int[] byPlace = firsts.clone();
            Arrays.sort(byPlace);
            Arrays.setAll(rank, i -> Arrays.binarySearch(byPlace, firsts[i]));
        }
        return rank;
    }

    private static void write(Tensor x, int along, Tensor y, int[] firsts, int[] rank) {
        Cells cells = Cells.of(x.dtype());
        long outer = Strides.product(x.sizes(), 0, along);
        long inner = Strides.product(x.sizes(), along + 1, x.rank());
        for (int g = 0; g < rank.length; g++) {
            for (long o = 0; o < outer; o++) {
                long from = (o * x.size(along) + firsts[g]) * inner;
                cells.copy(x, from, y, (o * rank.length + rank[g]) * inner, inner);
            }
        }
    }

    private static void report(Bindings io, int[] group, int[] firsts, int[] rank) {
        if (io.hasOutput(1)) {
            Tensor indices = io.allocate(1, rank.length);
            for (int g = 0; g < rank.length; g++) {
                indices.setLong(rank[g], firsts[g]);
            }
        }
        if (io.hasOutput(2)) {
            for (int i = 0; i < group.length; i++) {
                io.output(2).setLong(i, rank[group[i]]);
            }
        }
        if (io.hasOutput(3)) {
            Tensor counts = io.allocate(3, rank.length);
            for (int g = 0; g < rank.length; g++) {
                counts.setLong(g, 0);
            }
            for (int g : group) {
                counts.setLong(rank[g], counts.getLong(rank[g]) + 1);
            }
        }
    }
}
