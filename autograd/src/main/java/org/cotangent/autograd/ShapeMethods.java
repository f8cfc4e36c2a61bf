package org.cotangent.autograd;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Dim;
import org.cotangent.spi.tensor.Shape;
import org.cotangent.spi.tensor.Tensor;

/** What variables compute along axes. Negative axes count from the end; reductions without axes are over all. */
abstract sealed class ShapeMethods extends ElementwiseMethods permits NetworkMethods {
    public Variable sum(long... axes) {
        return of(f().reduceSum(value(), false, axes));
    }

    /** {@return the sum; axes that are summed over stay with size 1} */
    public Variable sumKeep(long... axes) {
        return of(f().reduceSum(value(), true, axes));
    }

    public Variable mean(long... axes) {
        return of(f().reduceMean(value(), false, axes));
    }

    /** {@return the mean; axes that are averaged over stay with size 1} */
    public Variable meanKeep(long... axes) {
        return of(f().reduceMean(value(), true, axes));
    }

    public Variable max(long... axes) {
        return of(f().reduceMax(value(), false, axes));
    }

    public Variable min(long... axes) {
        return of(ops().axis().min(value(), false, axes));
    }

    public Variable prod(long... axes) {
        return of(ops().axis().product(value(), false, axes));
    }

    /** {@return the root of the sum of squares} */
    public Variable norm(long... axes) {
        return of(ops().axis().l2(value(), false, axes));
    }

    /** {@return the mean of the squares of the distances from the mean} */
    public Variable variance(long... axes) {
        return of(ops().axis().variance(value(), false, axes));
    }

    public Variable logSumExp(long... axes) {
        return of(ops().axis().logSumExp(value(), false, axes));
    }

    /** {@return the index of the first largest element} */
    public Variable argMax(long axis) {
        return of(ops().axis().argMax(value(), axis, false));
    }

    /** {@return the index of the first smallest element} */
    public Variable argMin(long axis) {
        return of(ops().axis().argMin(value(), axis, false));
    }

    public Variable cumSum(long axis) {
        return of(ops().axis().cumSum(value(), axis));
    }

    public Variable softmax(long axis) {
        return of(f().softmax(value(), axis));
    }

    public Variable logSoftmax(long axis) {
        return of(ops().axis().logSoftmax(value(), axis));
    }

    /** {@return the matrix product; leading axes are batches and broadcast, vectors count as rows or columns} */
    public Variable matmul(Operand y) {
        return with(y, (ops, a, b) -> ops.f().matmul(a, b));
    }

    /** {@return the sum of the products of the elements of two vectors} */
    public Variable dot(Operand y) {
        return matmul(y);
    }

    /** {@return the matrices of the last two axes transposed} */
    public Variable t() {
        return of(f().transposeMatrix(value()));
    }

    /** {@return axis {@code order[i]} as axis {@code i}} */
    public Variable permute(int... order) {
        return of(f().transpose(value(), order));
    }

    /** {@return the elements in another shape; one size may be -1 and follows from the others} */
    public Variable reshape(long... sizes) {
        return of(f().reshape(value(), sizes));
    }

    /** {@return the axes from {@code first} on as one} */
    public Variable flatten(int first) {
        int rank = value().shape().rank();
        int from = first < 0 ? first + rank : first;
        if (from == rank - 1) {
            return of(value());
        }
        if (value().shape().isStatic()) {
            long[] sizes = Arrays.copyOf(value().shape().sizes(), from + 1);
            sizes[from] = value().shape().elements(from, rank).size();
            return of(f().reshape(value(), sizes));
        }
        long[] sizes = new long[from + 1];
        sizes[from] = -1;
        return of(f().op("Reshape", Attributes.none(), value(), f().integers(sizes)));
    }

    /** {@return the same elements, with one axis cut into several of these sizes} Other sizes may be symbolic. */
    public Variable unflatten(int axis, long... sizes) {
        List<Dim> dims = new ArrayList<>(value().shape().dims());
        int place = axis < 0 ? axis + dims.size() : axis;
        dims.remove(place);
        dims.addAll(place, Arrays.stream(sizes).mapToObj(Dim::of).toList());
        return of(f().reshape(value(), Shape.of(dims)));
    }

    /** {@return the elements as a vector} */
    public Variable flatten() {
        return reshape(-1);
    }

    public Variable squeeze(long... axes) {
        return of(f().squeeze(value(), axes));
    }

    public Variable unsqueeze(long... axes) {
        return of(f().unsqueeze(value(), axes));
    }

    /** {@return this broadcast to these sizes} */
    public Variable expand(long... sizes) {
        return of(f().expand(value(), sizes));
    }

    /** {@return this broadcast to the shape of another} */
    public Variable expand(Variable like) {
        return with(like, (ops, a, b) -> ops.f().expandLike(a, b));
    }

    /** {@return elements {@code from <= i < to} along an axis} */
    public Variable slice(int axis, long from, long to) {
        return of(f().slice(value(), axis, from, to));
    }

    /** {@return what stands at a place of the first axis, which goes} Negative places count from the end. */
    public Variable get(long index) {
        return of(f().gather(value(), f().constant(Tensor.scalar(index)), 0));
    }

    /** {@return what stands at these places of an axis} */
    public Variable gather(Operand indices, int axis) {
        return with(indices, (ops, a, b) -> ops.f().gather(a, b, axis));
    }

    /** {@return parts of equal size along an axis, of which the last may be smaller} */
    public List<Variable> chunk(int parts, int axis) {
        Attributes attributes = Attributes.of("axis", axis).with("num_outputs", parts);
        return f().call("", "Split", attributes, parts, value()).stream()
                .map(this::of)
                .toList();
    }

    /** {@return vectors of 0 with a 1 at the place that each element names, along a new last axis} */
    public Variable oneHot(long depth, DType dtype) {
        return of(f().op(
                        "OneHot",
                        value(),
                        f().integers(depth),
                        f().constant(Tensor.of(dtype, new double[] {0, 1}, 2))));
    }
}
