package org.cotangent.cpu.onednn;

import java.util.Arrays;
import java.util.List;
import org.cotangent.spi.tensor.AxisOrder;

/**
 * The operands of a matrix product as oneDNN takes them: of one rank, with as few batch axes as describe the product.
 *
 * @param source {@code [batch..., m, k]}
 * @param weights {@code [batch..., k, n]}
 * @param target {@code [batch..., m, n]}
 * @param operands of its epilogue; they broadcast to the target
 */
record MatrixShapes(Strided source, Strided weights, Strided target, List<Strided> operands) {
    /**
     * Returns the shapes of {@code op(a) op(b)}.
     *
     * @param a two axes or more
     * @param transA whether its last two axes are exchanged before it is multiplied
     * @param b two axes or more; leading axes broadcast
     * @param transB whether its last two axes are exchanged before it is multiplied
     * @param output the order that makes the product of what stands in memory
     * @param operands of the epilogue, axes as those of the product
     */
    static MatrixShapes of(
            Strided a, boolean transA, Strided b, boolean transB, AxisOrder output, List<Strided> operands) {
        int rank = Math.max(a.rank(), b.rank());
        Strided source = (transA ? a.transposed() : a).padded(rank);
        Strided weights = (transB ? b.transposed() : b).padded(rank);
        long[] product = new long[rank];
        for (int i = 0; i < rank - 2; i++) {
            product[i] = Math.max(source.sizes()[i], weights.sizes()[i]);
        }
        product[rank - 2] = source.sizes()[rank - 2];
        product[rank - 1] = weights.sizes()[rank - 1];
        MatrixShapes shapes = new MatrixShapes(source, weights, Strided.of(output, product), operands).batched();
        Refusal.unless(shapes.target.rank() <= OneDnnLibrary.MAX_DIMENSIONS, "there are " + rank + " axes");
        return shapes;
    }

    /** Makes one batch axis of neighbouring ones, and rows of a batch axis that the weights have no part in. */
    private MatrixShapes batched() {
        MatrixShapes shapes = this;
        for (int axis = target.rank() - 4; axis >= 0; axis--) {
            long[] product = shapes.target.sizes();
            if (shapes.source.joins(axis, product) && shapes.weights.joins(axis, product) && shapes.resultsJoin(axis)) {
                shapes = shapes.joined(axis, shapes.weights.joined(axis));
            }
        }
        int last = shapes.target.rank() - 3;
        while (last >= 0
                && shapes.weights.sizes()[last] == 1
                && shapes.source.joins(last, rows(shapes.source, shapes.target, last))
                && shapes.resultsJoin(last)) {
            shapes = shapes.joined(last, shapes.weights.without(last));
            last--;
        }
        return shapes;
    }

    private boolean resultsJoin(int axis) {
        return target.joins(axis, target.sizes())
                && operands.stream().allMatch(operand -> operand.joins(axis, target.sizes()));
    }

    private MatrixShapes joined(int axis, Strided otherWeights) {
        List<Strided> others =
                operands.stream().map(operand -> operand.joined(axis)).toList();
        return new MatrixShapes(source.joined(axis), otherWeights, target.joined(axis), others);
    }

    /** The sizes of the batch axis and the rows that the source must have. */
    private static long[] rows(Strided source, Strided target, int last) {
        long[] sizes = source.sizes().clone();
        sizes[last] = target.sizes()[last];
        return sizes;
    }

    /** Returns the floating point operations of the product. */
    double flop() {
        return 2.0
                * source.sizes()[source.rank() - 1]
                * Arrays.stream(target.sizes()).asDoubleStream().reduce(1, (a, b) -> a * b);
    }
}
