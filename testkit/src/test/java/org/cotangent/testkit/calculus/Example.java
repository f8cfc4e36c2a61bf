package org.cotangent.testkit.calculus;

import java.util.List;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import org.cotangent.spi.tensor.Tensor;

/** A map written by hand, {@code (a, b) -> (a b, a^3)} unless a part is replaced by a wrong one. */
record Example(
        TensorTuple point,
        UnaryOperator<TensorTuple> value,
        BinaryOperator<TensorTuple> product,
        BinaryOperator<TensorTuple> transposed,
        BinaryOperator<TensorTuple> gradientProduct)
        implements DifferentiableMap {

    static Example right() {
        return new Example(
                pair(1.25, -0.5),
                x -> pair(x.get(0) * x.get(1), Math.pow(x.get(0), 3)),
                (x, v) -> pair(x.get(1) * v.get(0) + x.get(0) * v.get(1), 3 * Math.pow(x.get(0), 2) * v.get(0)),
                (x, u) -> pair(x.get(1) * u.get(0) + 3 * Math.pow(x.get(0), 2) * u.get(1), x.get(0) * u.get(0)),
                (x, v) -> pair(
                        v.get(1) * x.get(2)
                                + x.get(1) * v.get(2)
                                + 6 * x.get(0) * v.get(0) * x.get(3)
                                + 3 * Math.pow(x.get(0), 2) * v.get(3),
                        v.get(0) * x.get(2) + x.get(0) * v.get(2)));
    }

    Example withProduct(BinaryOperator<TensorTuple> other) {
        return new Example(point, value, other, transposed, gradientProduct);
    }

    Example withTransposed(BinaryOperator<TensorTuple> other) {
        return new Example(point, value, product, other, gradientProduct);
    }

    Example withGradientProduct(BinaryOperator<TensorTuple> other) {
        return new Example(point, value, product, transposed, other);
    }

    Example withValue(UnaryOperator<TensorTuple> other) {
        return new Example(point, other, product, transposed, gradientProduct);
    }

    static TensorTuple pair(double a, double b) {
        return TensorTuple.of(Tensor.scalar(a), Tensor.scalar(b));
    }

    @Override
    public List<String> inputs() {
        return List.of("a", "b");
    }

    @Override
    public List<String> outputs() {
        return List.of("ab", "aaa");
    }

    @Override
    public TensorTuple apply(TensorTuple x) {
        return value.apply(x);
    }

    @Override
    public TensorTuple jvp(TensorTuple x, TensorTuple v) {
        return product.apply(x, v);
    }

    @Override
    public TensorTuple vjp(TensorTuple x, TensorTuple u) {
        return transposed.apply(x, u);
    }

    @Override
    public DifferentiableMap pullback(TensorTuple u) {
        return new Example(
                point.concat(u),
                x -> transposed.apply(x.slice(0, 2), x.slice(2, 4)),
                gradientProduct,
                (x, v) -> {
                    throw new UnsupportedOperationException("not needed");
                },
                gradientProduct);
    }
}
