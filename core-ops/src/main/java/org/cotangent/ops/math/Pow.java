package org.cotangent.ops.math;

import org.cotangent.ops.internal.elementwise.BinaryOperator;
import org.cotangent.ops.internal.elementwise.MixedPower;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.BinaryFunction;
import org.cotangent.spi.op.Derivative;
import org.cotangent.spi.op.Domain;
import org.cotangent.spi.op.Domain.Sample;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.op.Forward;
import org.cotangent.spi.op.Point;
import org.cotangent.spi.op.Signature;
import org.cotangent.spi.op.TypeVariable;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * {@code Z = X^Y}, broadcasting, in the element type of {@code X}, whatever that of {@code Y}. Powers of integers by
 * integers wrap around; by floats they are computed in float64 and truncated.
 *
 * <p>{@code dZ/dX = Y X^(Y-1)}, which is 0 for {@code Y = 0} at {@code X = 0}; {@code dZ/dY = Z ln(X)} for {@code X >
 * 0} and 0 elsewhere.
 *
 * <p>ONNX Pow, version 15.
 */
public final class Pow extends BinaryOperator {
    public Pow() {
        super("Pow", 15, ports(), BinaryFunction.POW);
    }

    private static Signature.Builder ports() {
        TypeVariable t = TypeVariable.of(
                "T", DType.INT32, DType.INT64, DType.FLOAT16, DType.FLOAT, DType.DOUBLE, DType.BFLOAT16);
        return Signature.builder()
                .input("X", t)
                .input("Y", TypeVariable.of("T1", DType.numeric()))
                .output("Z", t);
    }

    @Override
    public Forward forward() {
        return new Forward.Pointwise(this::expression, MixedPower::new);
    }

    @Override
    public Derivative derivative() {
        return new Derivative.Elementwise((f, at, k) -> k == 0 ? byBase(f, at) : byExponent(f, at));
    }

    private static @Nullable Value byBase(Formulas f, Point at) {
        Value x = at.input(0);
        Tensor constant = f.emitter().constantOf(at.input(1));
        if (constant != null && constant.elements() == 1) {
            double exponent = constant.getDouble(0);
            if (exponent == 0) {
                return null;
            }
            if (exponent == 1) {
                return f.scalarLike(x, 1);
            }
            return f.mul(exponent == 2 ? x : f.pow(x, exponent - 1), exponent);
        }
        Value y = f.cast(at.input(1), x.dtype());
        Value zero = f.scalarLike(x, 0);
        Value flat = f.and(f.equal(x, zero), f.equal(y, zero));
        return f.mul(y, f.pow(x, f.where(flat, f.scalarLike(x, 1), f.add(y, -1))));
    }

    private static Value byExponent(Formulas f, Point at) {
        Value x = at.input(0);
        Value y = f.cast(at.input(1), x.dtype());
        Value base = f.where(f.greater(x, f.scalarLike(x, 0)), x, f.scalarLike(x, 1));
        return f.mul(f.pow(base, y), f.log(base));
    }

    @Override
    public Domain domain() {
        return Domain.of(draw -> {
            long[] shape = draw.shape(0, 4);
            Tensor base = draw.tensor(draw.broadcastableTo(shape), 0.3, 2);
            return Sample.of(base, draw.tensor(draw.broadcastableTo(shape), -2, 2));
        });
    }
}
