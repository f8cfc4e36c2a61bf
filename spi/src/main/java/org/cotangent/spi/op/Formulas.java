package org.cotangent.spi.op;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.cotangent.spi.graph.Emitter;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.tensor.Dim;
import org.cotangent.spi.tensor.Shape;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.TensorType;
import org.jspecify.annotations.Nullable;

/**
 * The vocabulary of derivative rules and expansions: operators as functions of values.
 *
 * <p>Binary functions broadcast. Shapes may be symbolic: where sizes are known the shape arguments of the emitted
 * operators are constants, otherwise they are computed in the graph.
 */
public final class Formulas extends ElementwiseFormulas {
    public Formulas(Emitter emitter) {
        super(emitter);
    }

    /** {@return a value of the same type and sizes that holds zeros} */
    public Value zerosLike(Value like) {
        if (!(like.type() instanceof TensorType)) {
            return own("ZerosLike", Attributes.none(), like);
        }
        return expandLike(scalarLike(like, 0), like);
    }

    public Value onesLike(Value like) {
        return expandLike(scalarLike(like, 1), like);
    }

    public Value matmul(Value x, Value y) {
        return op("MatMul", x, y);
    }

    /** {@return {@code x} with axes permuted: output axis {@code i} is input axis {@code order[i]}} */
    public Value transpose(Value x, int... order) {
        return op(
                "Transpose",
                Attributes.none()
                        .with("perm", Arrays.stream(order).asLongStream().toArray()),
                x);
    }

    /** {@return the matrices of the last two axes transposed} */
    public Value transposeMatrix(Value x) {
        int rank = x.shape().rank();
        int[] order = IntStream.range(0, rank).toArray();
        order[rank - 1] = rank - 2;
        order[rank - 2] = rank - 1;
        return transpose(x, order);
    }

    /** {@return {@code x} with axis {@code from} moved to place {@code to}} */
    public Value moveAxis(Value x, int from, int to) {
        if (from == to) {
            return x;
        }
        List<Integer> order =
                new ArrayList<>(IntStream.range(0, x.shape().rank()).boxed().toList());
        order.add(to, order.remove(from));
        return transpose(x, order.stream().mapToInt(Integer::intValue).toArray());
    }

    /** {@return {@code x} in another shape; one size may be -1, as in ONNX} */
    public Value reshape(Value x, long... sizes) {
        return reshape(x, integers(sizes));
    }

    /** {@return {@code x} in the shape that an int64 vector holds; zeros are sizes of zero} */
    public Value reshape(Value x, Value shape) {
        return op("Reshape", Attributes.of("allowzero", 1), x, shape);
    }

    /** {@return {@code x} in a shape of as many elements} */
    public Value reshape(Value x, Shape shape) {
        if (x.shape().equals(shape)) {
            return x;
        }
        return reshape(x, shapeVector(shape, x));
    }

    public Value reshapeLike(Value x, Value like) {
        if (x.shape().equals(like.shape())) {
            return x;
        }
        return reshape(x, shapeOf(like));
    }

    /**
     * One symbolic size can be told by -1, unless another size is 0; else they must follow from those of
     * {@code source}.
     */
    private Value shapeVector(Shape shape, Value source) {
        long symbolic = shape.dims().stream().filter(dim -> !dim.isKnown()).count();
        if (symbolic == 0 || (symbolic == 1 && shape.dims().stream().noneMatch(dim -> dim.is(0)))) {
            return constant(Tensor.vector(shape.dims().stream()
                    .mapToLong(dim -> dim.isKnown() ? dim.size() : -1)
                    .toArray()));
        }
        return concat(0, shape.dims().stream().map(dim -> sizeIn(source, dim)).toList());
    }

    /** {@return a size that is that of some neighbouring axes together, or a polynomial in sizes of axes; else -1} */
    private Value sizeIn(Value source, Dim size) {
        Shape shape = source.shape();
        for (int from = 0; from < shape.rank() && !size.isKnown(); from++) {
            for (int to = from + 1; to <= shape.rank(); to++) {
                if (shape.elements(from, to).equals(size)) {
                    Value sizes = op("Shape", Attributes.of("start", from).with("end", (long) to), source);
                    return to == from + 1 ? sizes : op("ReduceProd", sizes);
                }
            }
        }
        Value computed = size.evaluate(
                symbol -> sizeOfSymbol(source, Dim.symbol(symbol)), number -> integers(number), this::add, this::mul);
        return computed == null ? integers(-1) : computed;
    }

    private @Nullable Value sizeOfSymbol(Value source, Dim symbol) {
        int axis = source.shape().dims().indexOf(symbol);
        return axis < 0 ? null : sizeOf(source, axis);
    }

    /** {@return the size of one axis, as an int64 vector of one element} */
    public Value sizeOf(Value x, int axis) {
        Dim dim = x.shape().dim(axis);
        return dim.isKnown()
                ? integers(dim.size())
                : op("Shape", Attributes.of("start", axis).with("end", axis + 1L), x);
    }

    /** {@return the shape as an int64 vector} */
    public Value shapeOf(Value x) {
        return x.shape().isStatic() ? integers(x.shape().sizes()) : op("Shape", x);
    }

    public Value expandLike(Value x, Value like) {
        return x.shape().equals(like.shape()) ? x : op("Expand", x, shapeOf(like));
    }

    /** {@return {@code x} broadcast to a static shape} */
    public Value expand(Value x, long... sizes) {
        return x.shape().equals(Shape.of(sizes)) ? x : op("Expand", x, integers(sizes));
    }

    /**
     * {@return the transpose of broadcasting: {@code x} summed over the axes along which {@code like} was repeated to
     * get the shape of {@code x}}
     */
    public Value sumTo(Value x, Value like) {
        Shape from = x.shape();
        Shape to = like.shape();
        if (from.equals(to)) {
            return x;
        }
        int lead = from.rank() - to.rank();
        boolean certain = IntStream.range(0, to.rank())
                .allMatch(axis -> to.dim(axis).equals(from.dim(axis + lead))
                        || to.dim(axis).is(1));
        if (!certain) {
            return own("SumTo", Attributes.none(), x, shapeOf(like));
        }
        long[] axes = IntStream.range(0, from.rank())
                .filter(axis -> axis < lead || !to.dim(axis - lead).equals(from.dim(axis)))
                .asLongStream()
                .toArray();
        return reshapeLike(reduceSum(x, true, axes), like);
    }

    /** {@return the sum over these axes; without axes, over all} */
    public Value reduceSum(Value x, boolean keepDims, long... axes) {
        return reduce("ReduceSum", x, keepDims, axes);
    }

    public Value reduceMean(Value x, boolean keepDims, long... axes) {
        return reduce("ReduceMean", x, keepDims, axes);
    }

    public Value reduceMax(Value x, boolean keepDims, long... axes) {
        return reduce("ReduceMax", x, keepDims, axes);
    }

    /** {@return a reduction of ONNX over these axes; without axes, over all} */
    public Value reduce(String type, Value x, boolean keepDims, long... axes) {
        Attributes attributes = Attributes.of("keepdims", keepDims ? 1 : 0);
        return axes.length == 0 ? op(type, attributes, x) : op(type, attributes, x, integers(axes));
    }

    /** {@return {@code x} without these axes of size 1} */
    public Value squeeze(Value x, long... axes) {
        return op("Squeeze", x, integers(axes));
    }

    /** {@return {@code x} with axes of size 1 put in, at these places of the result} */
    public Value unsqueeze(Value x, long... axes) {
        return axes.length == 0 ? x : op("Unsqueeze", x, integers(axes));
    }

    public Value concat(int axis, List<Value> parts) {
        return op("Concat", Attributes.of("axis", axis), parts.toArray(new @Nullable Value[0]));
    }

    /** {@return elements {@code from <= i < to} along an axis} */
    public Value slice(Value x, int axis, long from, long to) {
        return op("Slice", x, integers(from), integers(to), integers(axis));
    }

    public Value gather(Value x, Value indices, int axis) {
        return op("Gather", Attributes.of("axis", axis), x, indices);
    }

    /** {@return the numbers 0 ... count - 1 as int64} */
    public Value range(long count) {
        return integers(LongStream.range(0, count).toArray());
    }

    public Value softmax(Value x, long axis) {
        return op("Softmax", Attributes.of("axis", axis), x);
    }
}
