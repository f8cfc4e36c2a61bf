package org.cotangent.ops.internal.matrix;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.IntStream;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.tensor.Dim;
import org.cotangent.spi.tensor.Shape;

/** A tensor with a label for each axis, and what Einsum does with such. */
public record EinsumTerm(Formulas f, Value value, List<Integer> labels) {
    /** {@return the term with each label standing once: the diagonals of axes of the same label} */
    public EinsumTerm diagonal() {
        for (int i = 0; i < labels.size(); i++) {
            int label = labels.get(i);
            if (labels.lastIndexOf(label) != i) {
                return joined(i, labels.lastIndexOf(label)).diagonal();
            }
        }
        return this;
    }

    /** Both axes together, of which every (n + 1)-th element is on the diagonal. */
    private EinsumTerm joined(int i, int j) {
        int rank = labels.size();
        Value last = f.moveAxis(f.moveAxis(value, j, rank - 1), i, rank - 2);
        Dim size = last.shape().dim(rank - 1);
        Shape flat = last.shape().without(rank - 1).with(rank - 2, size.times(size));
        Value step = f.add(f.sizeOf(last, rank - 1), f.integers(1));
        Value diagonal = f.op(
                "Slice", f.reshape(last, flat), f.integers(0), f.integers(Long.MAX_VALUE), f.integers(rank - 2L), step);
        List<Integer> rest = new ArrayList<>(labels);
        Integer label = rest.remove(/* index */ j);
        rest.remove(/* index */ i);
        rest.add(label);
        return new EinsumTerm(f, diagonal, rest);
    }

    /** {@return the sum over all axes but those of these labels} */
    public EinsumTerm sumToLabels(Collection<Integer> kept) {
        long[] axes = IntStream.range(0, labels.size())
                .filter(axis -> !kept.contains(labels.get(axis)))
                .asLongStream()
                .toArray();
        return axes.length == 0
                ? this
                : new EinsumTerm(
                        f,
                        f.reduceSum(value, false, axes),
                        labels.stream().filter(kept::contains).toList());
    }

    /** {@return the term with its axes in this order, and axes of size 1 for labels it has not} */
    public EinsumTerm arranged(List<Integer> order) {
        List<Integer> own = order.stream().filter(labels::contains).toList();
        Value moved = own.equals(labels)
                ? value
                : f.transpose(value, own.stream().mapToInt(labels::indexOf).toArray());
        long[] missing = IntStream.range(0, order.size())
                .filter(axis -> !labels.contains(order.get(axis)))
                .asLongStream()
                .toArray();
        return new EinsumTerm(f, f.unsqueeze(moved, missing), order);
    }

    /** {@return the product with another term, summed over all labels but those of {@code kept}} */
    public EinsumTerm times(EinsumTerm other, Collection<Integer> kept) {
        List<Integer> batch = labels.stream()
                .filter(label -> other.labels.contains(label) && kept.contains(label))
                .toList();
        List<Integer> summed = labels.stream()
                .filter(label -> other.labels.contains(label) && !kept.contains(label))
                .toList();
        List<Integer> rows =
                labels.stream().filter(label -> !other.labels.contains(label)).toList();
        List<Integer> columns =
                other.labels.stream().filter(label -> !labels.contains(label)).toList();
        List<Integer> all = joined(batch, rows, columns);
        if (summed.isEmpty()) {
            return new EinsumTerm(f, f.mul(arranged(all).value, other.arranged(all).value), all);
        }
        Value left = arranged(joined(batch, rows, summed)).value;
        Value right = other.arranged(joined(batch, summed, columns)).value;
        Shape m = left.shape().slice(batch.size(), batch.size() + rows.size());
        Shape n =
                right.shape().slice(batch.size() + summed.size(), right.shape().rank());
        Value product =
                f.matmul(matrices(left, batch.size(), rows.size()), matrices(right, batch.size(), summed.size()));
        Shape batches = product.shape().slice(0, batch.size());
        return new EinsumTerm(f, f.reshape(product, batches.concat(m).concat(n)), all);
    }

    /** The axes after the first {@code batch} as two: the next {@code rows}, and the rest. */
    private Value matrices(Value x, int batch, int rows) {
        Shape shape = x.shape();
        Dim height = shape.elements(batch, batch + rows);
        Dim width = shape.elements(batch + rows, shape.rank());
        return f.reshape(x, shape.slice(0, batch).concat(Shape.of(List.of(height, width))));
    }

    @SafeVarargs
    private static List<Integer> joined(List<Integer>... parts) {
        List<Integer> all = new ArrayList<>();
        for (List<Integer> part : parts) {
            all.addAll(part);
        }
        return all;
    }
}
