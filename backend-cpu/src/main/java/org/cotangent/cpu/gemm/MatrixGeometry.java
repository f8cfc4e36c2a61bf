package org.cotangent.cpu.gemm;

import java.util.Arrays;

/**
 * Where the matrices of a batched product lie in dense tensors, by NumPy's rules for ranks. Strides and offsets are in
 * elements; all products have {@code m} rows, {@code n} columns and inner length {@code k}.
 *
 * @param exchanged whether left and right stand for each other's transpose: a result that is a column is computed as a
 *     row
 */
@SuppressWarnings("ArrayRecordComponent") // read once, by kernels that are being prepared
record MatrixGeometry(
        int m,
        int n,
        int k,
        long leftRow,
        long leftColumn,
        long[] leftOffsets,
        long rightRow,
        long rightColumn,
        long[] rightOffsets,
        boolean exchanged) {

    /** The product of tensors of these sizes, whose matrices may be transposed; vectors are rows and columns. */
    static MatrixGeometry of(long[] a, boolean transA, long[] b, boolean transB) {
        long[] left = a.length == 1 ? new long[] {1, a[0]} : a;
        long[] right = b.length == 1 ? new long[] {b[0], 1} : b;
        int rank = Math.max(left.length, right.length) - 2;
        long[] leftBatch = batch(left, rank);
        long[] rightBatch = batch(right, rank);
        long[] sizes = new long[rank];
        for (int axis = 0; axis < rank; axis++) {
            sizes[axis] = leftBatch[axis] == 1 ? rightBatch[axis] : leftBatch[axis];
        }
        long leftRows = left[left.length - 2];
        long leftColumns = left[left.length - 1];
        long rightRows = right[right.length - 2];
        long rightColumns = right[right.length - 1];
        return new MatrixGeometry(
                        Math.toIntExact(transA ? leftColumns : leftRows),
                        Math.toIntExact(transB ? rightRows : rightColumns),
                        Math.toIntExact(transA ? leftRows : leftColumns),
                        transA ? 1 : leftColumns,
                        transA ? leftColumns : 1,
                        offsets(leftBatch, sizes, leftRows * leftColumns),
                        transB ? 1 : rightColumns,
                        transB ? rightColumns : 1,
                        offsets(rightBatch, sizes, rightRows * rightColumns),
                        false)
                .simplified();
    }

    private static long[] batch(long[] sizes, int rank) {
        long[] batch = new long[rank];
        Arrays.fill(batch, 1);
        int own = sizes.length - 2;
        System.arraycopy(sizes, 0, batch, rank - own, own);
        return batch;
    }

    private static long[] offsets(long[] own, long[] sizes, long matrix) {
        int count = Math.toIntExact(Arrays.stream(sizes).reduce(1, Math::multiplyExact));
        long[] offsets = new long[count];
        for (int i = 0; i < count; i++) {
            long rest = i;
            long stride = matrix;
            for (int axis = sizes.length - 1; axis >= 0; axis--) {
                offsets[i] += own[axis] == 1 ? 0 : rest % sizes[axis] * stride;
                rest /= sizes[axis];
                stride *= own[axis];
            }
        }
        return offsets;
    }

    int batch() {
        return leftOffsets.length;
    }

    /** One product instead of many where the rows of all left matrices make one matrix. */
    private MatrixGeometry simplified() {
        boolean oneRight = Arrays.stream(rightOffsets).allMatch(offset -> offset == 0);
        boolean rowsFollow = leftColumn == 1 && leftRow == k;
        for (int i = 0; i < batch() && rowsFollow; i++) {
            rowsFollow = leftOffsets[i] == i * (long) m * k;
        }
        if (batch() > 1 && oneRight && rowsFollow && (long) batch() * m <= Integer.MAX_VALUE) {
            long[] one = new long[1];
            return new MatrixGeometry(batch() * m, n, k, leftRow, leftColumn, one, rightRow, rightColumn, one, false)
                    .rowsFirst();
        }
        return rowsFirst();
    }

    @SuppressWarnings("ArgumentSelectionDefectChecker") // the operands are exchanged
    private MatrixGeometry rowsFirst() {
        return n == 1 && m > 1
                ? new MatrixGeometry(
                        1, m, k, rightColumn, rightRow, rightOffsets, leftColumn, leftRow, leftOffsets, true)
                : this;
    }
}
