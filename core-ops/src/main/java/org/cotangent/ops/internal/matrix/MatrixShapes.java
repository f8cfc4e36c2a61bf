package org.cotangent.ops.internal.matrix;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.cotangent.ops.internal.support.Strides;
import org.cotangent.spi.ShapeException;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.op.OperatorId;
import org.cotangent.spi.tensor.Dim;
import org.cotangent.spi.tensor.Shape;

/** Shapes, layouts and derivatives of products of batches of matrices, by NumPy's rules for ranks. */
public final class MatrixShapes {
    private MatrixShapes() {}

    /** {@return how many rows the matrices of a left factor have; a vector is a row} */
    public static Dim rows(Shape a) {
        return a.rank() < 2 ? Dim.of(1) : a.dim(a.rank() - 2);
    }

    /** {@return how many columns the matrices of a right factor have; a vector is a column} */
    public static Dim columns(Shape b) {
        return b.rank() < 2 ? Dim.of(1) : b.dim(b.rank() - 1);
    }

    /** {@return the shape of the product of matrices of these shapes, vectors allowed} */
    static Shape product(Shape a, boolean transA, Shape b, boolean transB) {
        if (a.rank() == 0 || b.rank() == 0) {
            throw new ShapeException("a matrix product needs at least one axis in each factor, not " + a + " and " + b);
        }
        Shape left = a.rank() == 1 ? a.insert(0, Dim.of(1)) : a;
        Shape right = b.rank() == 1 ? b.insert(1, Dim.of(1)) : b;
        Dim depth = left.dim(left.rank() - (transA ? 2 : 1));
        Dim height = right.dim(right.rank() - (transB ? 1 : 2));
        if (depth.isKnown() && height.isKnown() && !depth.equals(height)) {
            throw new ShapeException(
                    "shapes " + a + (transA ? " (transposed)" : "") + " and " + b + (transB ? " (transposed)" : "")
                            + " do not multiply: " + depth + " columns meet " + height + " rows");
        }
        Shape batch = left.slice(0, left.rank() - 2).broadcast(right.slice(0, right.rank() - 2));
        List<Dim> dims = new ArrayList<>(batch.dims());
        if (a.rank() > 1) {
            dims.add(left.dim(left.rank() - (transA ? 1 : 2)));
        }
        if (b.rank() > 1) {
            dims.add(right.dim(right.rank() - (transB ? 2 : 1)));
        }
        return Shape.of(dims);
    }

    /** {@return where the matrices are in dense tensors of these sizes} */
    static MatrixProduct.Layout layout(long[] a, boolean transA, long[] b, boolean transB) {
        long[] left = a.length == 1 ? new long[] {1, a[0]} : a;
        long[] right = b.length == 1 ? new long[] {b[0], 1} : b;
        long aRows = left[left.length - 2];
        long aColumns = left[left.length - 1];
        long bRows = right[right.length - 2];
        long bColumns = right[right.length - 1];
        int rank = Math.max(left.length, right.length) - 2;
        long[] batch = new long[rank];
        for (int axis = 0; axis < rank; axis++) {
            long x = size(left, axis, rank);
            long y = size(right, axis, rank);
            batch[axis] = x == 1 ? y : x;
        }
        return new MatrixProduct.Layout(
                Math.toIntExact(transA ? aColumns : aRows),
                Math.toIntExact(transB ? bRows : bColumns),
                Math.toIntExact(transA ? aRows : aColumns),
                offsets(left, batch),
                transA ? 1 : aColumns,
                transA ? aColumns : 1,
                offsets(right, batch),
                transB ? 1 : bColumns,
                transB ? bColumns : 1,
                0,
                0);
    }

    private static long size(long[] sizes, int axis, int batchRank) {
        int own = axis - (batchRank - (sizes.length - 2));
        return own < 0 ? 1 : sizes[own];
    }

    private static long[] offsets(long[] sizes, long[] batch) {
        int leading = sizes.length - 2;
        long matrix = Strides.product(sizes, leading, sizes.length);
        long[] strides = Strides.broadcast(Arrays.copyOf(sizes, leading), batch);
        long[] offsets = new long[Math.toIntExact(Strides.product(batch))];
        Arrays.setAll(offsets, i -> matrix * Strides.offset(i, batch, strides));
        return offsets;
    }

    /** {@return {@code alpha a b}, either factor's matrices transposed first} */
    public static Value multiply(Formulas f, Value a, boolean transA, Value b, boolean transB, float alpha) {
        if (!transA && !transB && alpha == 1) {
            return f.matmul(a, b);
        }
        Attributes attributes = Attributes.of("transA", transA ? 1 : 0)
                .with("transB", transB ? 1 : 0)
                .with("alpha", alpha);
        return f.call(OperatorId.COTANGENT, "FusedMatMul", attributes, 1, a, b).getFirst();
    }

    /**
     * {@return the transpose of the product as a map of factor {@code k}}
     *
     * @param u the cotangent of the product
     */
    static Value transpose(Formulas f, Value a, boolean transA, Value b, boolean transB, float alpha, Value u, int k) {
        int aRank = a.shape().rank();
        int bRank = b.shape().rank();
        if (bRank == 1) {
            Value cotangent = f.unsqueeze(u, u.shape().rank());
            Value result = transpose(f, a, transA, f.unsqueeze(b, 1), false, alpha, cotangent, k);
            return k == 0 ? result : f.squeeze(result, -1);
        }
        if (aRank == 1) {
            Value cotangent = f.unsqueeze(u, u.shape().rank() - 1L);
            return transpose(f, f.unsqueeze(a, 0), false, b, transB, alpha, cotangent, k);
        }
        if (k == 0) {
            return transA ? multiply(f, b, transB, u, true, alpha) : multiply(f, u, false, b, !transB, alpha);
        }
        if (bRank == 2 && aRank > 2 && !transA) {
            return transpose(f, rows(f, a), false, b, transB, alpha, rows(f, u), 1);
        }
        return transB ? multiply(f, u, true, a, transA, alpha) : multiply(f, a, !transA, u, false, alpha);
    }

    /** All rows of all matrices as one matrix. */
    private static Value rows(Formulas f, Value x) {
        Shape shape = x.shape();
        int last = shape.rank() - 1;
        return f.reshape(x, Shape.of(List.of(shape.elements(0, last), shape.dim(last))));
    }
}
