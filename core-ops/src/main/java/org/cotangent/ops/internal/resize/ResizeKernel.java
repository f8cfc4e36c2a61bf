package org.cotangent.ops.internal.resize;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.cotangent.ops.internal.movement.StridedCopy;
import org.cotangent.ops.internal.support.Strides;
import org.cotangent.spi.backend.Bindings;
import org.cotangent.spi.backend.Kernel;
import org.cotangent.spi.backend.Parallel;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** Makes output 0 from input 0 by one {@link Interpolation} after the other, each along one axis. */
public final class ResizeKernel implements Kernel {
    private final List<InterpolationPass> passes = new ArrayList<>();
    private final List<Tensor> between = new ArrayList<>();
    private final Parallel parallel;
    private final StridedCopy copy;

    private ResizeKernel(DType dtype, long[] from, @Nullable Interpolation[] axes, double outside, Parallel parallel) {
        this.parallel = parallel;
        DType wide = dtype.isFloating() && dtype != DType.DOUBLE ? DType.FLOAT : DType.DOUBLE;
        boolean moves = Arrays.stream(axes).allMatch(axis -> axis == null || isSelection(axis));
        long[] sizes = from.clone();
        for (int axis : order(axes)) {
            Interpolation rows = axes[axis];
            if (rows != null) {
                if (!passes.isEmpty()) {
                    between.add(Tensor.allocate(moves ? dtype : wide, sizes));
                }
                long outer = Strides.product(sizes, 0, axis);
                long inner = Strides.product(sizes, axis + 1, sizes.length);
                passes.add(
                        moves && !isExact(dtype)
                                ? InterpolationPass.ofCells(rows, dtype, outer, inner, outside)
                                : InterpolationPass.ofNumbers(rows, dtype, outer, inner, outside, parallel));
                sizes[axis] = rows.results();
            }
        }
        long elements = Strides.product(from);
        this.copy = new StridedCopy(dtype, new long[] {elements}, new long[] {1}, 0, new long[] {1}, 0);
    }

    public static ResizeKernel forward(ResizeGeometry geometry, DType dtype, Parallel parallel) {
        double outside = geometry.attributes().real("extrapolation_value");
        return new ResizeKernel(dtype, geometry.from(), geometry.interpolations(), outside, parallel);
    }

    /** {@return the kernel of the transposed map, from the sizes of the output to those of the input} */
    public static ResizeKernel transposed(ResizeGeometry geometry, DType dtype, Parallel parallel) {
        @Nullable Interpolation[] axes = geometry.interpolations();
        for (int axis = 0; axis < axes.length; axis++) {
            Interpolation rows = axes[axis];
            axes[axis] = rows == null ? null : rows.transposed();
        }
        return new ResizeKernel(dtype, geometry.to(), axes, 0, parallel);
    }

    /** Axes that shrink from the first on, then those that grow from the last on: small tensors in between. */
    private static int[] order(@Nullable Interpolation[] axes) {
        IntPredicate shrinks = axis -> {
            Interpolation rows = axes[axis];
            return rows != null && rows.results() < rows.sources();
        };
        IntStream growing =
                IntStream.range(0, axes.length).map(i -> axes.length - 1 - i).filter(shrinks.negate());
        return IntStream.concat(IntStream.range(0, axes.length).filter(shrinks), growing)
                .toArray();
    }

    /** Whether each place of the result is one place of the source. */
    private static boolean isSelection(Interpolation rows) {
        for (int i = 0; i < rows.results(); i++) {
            boolean one = rows.starts()[i + 1] == rows.starts()[i] + 1 && rows.weights()[rows.starts()[i]] == 1;
            if (!one && !rows.outside()[i]) {
                return false;
            }
        }
        return true;
    }

    /** Whether all numbers of the type go through a double unchanged. */
    private static boolean isExact(DType dtype) {
        return dtype.isFloating() || (dtype.isInteger() && dtype.bits() <= 32);
    }

    @Override
    public void run(Bindings io) {
        Tensor source = io.input(0);
        for (int i = 0; i < passes.size(); i++) {
            Tensor target = i == passes.size() - 1 ? io.output(0) : between.get(i);
            passes.get(i).run(source, target, parallel);
            source = target;
        }
        if (passes.isEmpty()) {
            copy.run(source, io.output(0), parallel);
        }
    }
}
