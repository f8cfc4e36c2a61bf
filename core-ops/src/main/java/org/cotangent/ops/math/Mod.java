package org.cotangent.ops.math;

import org.cotangent.ops.internal.elementwise.ElementwiseOperator;
import org.cotangent.ops.internal.support.Signatures;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.BinaryFunction;
import org.cotangent.spi.op.Derivative;
import org.cotangent.spi.op.Domain;
import org.cotangent.spi.op.Domain.Kink;
import org.cotangent.spi.op.Domain.Sample;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.op.Point;
import org.cotangent.spi.op.Scalar;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;

/**
 * The remainder {@code C = A - n B} with a whole {@code n}, broadcasting: of the sign of {@code B}, or, with
 * {@code fmod = 1}, of the sign of {@code A}. A zero divisor gives 0 for integers and NaN for floats.
 *
 * <p>It jumps where {@code A / B} is whole; everywhere {@code dC = dA - n dB} is taken. ONNX wants {@code fmod = 1} for
 * floats; both are taken.
 *
 * <p>ONNX Mod, version 13.
 */
public final class Mod extends ElementwiseOperator {
    public Mod() {
        super("Mod", 13, Signatures.binary(DType.numeric()).attribute("fmod", 0));
    }

    @Override
    protected Scalar expression(Attributes attributes, DType dtype, int inputs) {
        BinaryFunction remainder = attributes.flag("fmod") ? BinaryFunction.FMOD : BinaryFunction.MOD;
        return Scalar.input(0).apply(remainder, Scalar.input(1));
    }

    @Override
    public Derivative derivative() {
        return new Derivative.Elementwise(Mod::partial);
    }

    private static Value partial(Formulas f, Point at, int k) {
        if (k == 0) {
            return f.scalarLike(at.input(0), 1);
        }
        return f.op("Round", f.div(f.sub(at.output(0), at.input(0)), at.input(1)));
    }

    @Override
    public Domain domain() {
        return Domain.of(draw -> {
                    long[] shape = draw.shape(0, 4);
                    Tensor divisor = draw.tensor(shape, 0.5, 2);
                    Tensor dividend = draw.tensor(shape, 0.1, 0.9);
                    for (long i = 0; i < dividend.elements(); i++) {
                        dividend.setDouble(i, (dividend.getDouble(i) + draw.integer(-3, 3)) * divisor.getDouble(i));
                    }
                    return Sample.of(Attributes.of("fmod", draw.integer(0, 1)), dividend, divisor);
                })
                .withKinks(Kink.of(
                        Sample.of(Tensor.scalar(4.0), Tensor.scalar(2.0)), Tensor.scalar(1.0), Tensor.scalar(-2.0)));
    }
}
