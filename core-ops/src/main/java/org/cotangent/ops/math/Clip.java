package org.cotangent.ops.math;

import java.util.List;
import java.util.Objects;
import org.cotangent.ops.internal.support.OnnxOperator;
import org.cotangent.ops.internal.support.Slopes;
import org.cotangent.ops.internal.support.Types;
import org.cotangent.spi.ShapeException;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Call;
import org.cotangent.spi.op.Derivative;
import org.cotangent.spi.op.Domain;
import org.cotangent.spi.op.Domain.Sample;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.op.Forward;
import org.cotangent.spi.op.Inference;
import org.cotangent.spi.op.Point;
import org.cotangent.spi.op.Signature;
import org.cotangent.spi.op.TypeVariable;
import org.cotangent.spi.tensor.Shape;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.TensorType;

/**
 * {@code output = min(max(input, min), max)}; both bounds are scalars and may be absent. If {@code min > max}, every
 * element is {@code max}.
 *
 * <p>The derivative is that with respect to the input, bounds included, and that with respect to a bound where the
 * bound is the output and the input is outside.
 *
 * <p>ONNX Clip, version 13.
 */
public final class Clip extends OnnxOperator {
    public Clip() {
        super("Clip", 13, ports(Types.numeric("T")));
    }

    private static Signature ports(TypeVariable t) {
        return Signature.builder()
                .input("input", t)
                .optional("min", t)
                .optional("max", t)
                .output("output", t)
                .build();
    }

    @Override
    public List<TensorType> infer(Inference call) {
        for (int i = 1; i < call.inputCount(); i++) {
            Shape bound = call.has(i) ? call.shape(i) : Shape.scalar();
            if (bound.isStatic() && !bound.elements().is(1)) {
                throw new ShapeException("bound " + i + " must be a scalar, not of shape " + bound);
            }
        }
        return List.of(call.input(0));
    }

    @Override
    public Forward forward() {
        return new Forward.Expansion((f, call) -> List.of(clip(f, call)));
    }

    private static Value clip(Formulas f, Call call) {
        Value y = call.input(0);
        if (call.has(1)) {
            y = f.op("Max", y, bound(f, call, 1));
        }
        if (call.has(2)) {
            y = f.op("Min", y, bound(f, call, 2));
        }
        return y.equals(call.input(0)) ? f.op("Identity", y) : y;
    }

    private static Value bound(Formulas f, Call call, int i) {
        return call.shape(i).rank() == 0 ? call.input(i) : f.reshape(call.input(i));
    }

    @Override
    public Derivative derivative() {
        return new Derivative.Elementwise(Clip::partial);
    }

    private static Value partial(Formulas f, Point at, int k) {
        Value x = at.input(0);
        Value low = at.has(1) ? bound(f, at, 1) : null;
        Value high = at.has(2) ? bound(f, at, 2) : null;
        Value active = switch (k) {
            case 1 -> {
                Value below = f.less(x, Objects.requireNonNull(low));
                yield high == null ? below : f.and(below, f.lessOrEqual(low, high));
            }
            case 2 -> f.greater(low == null ? x : f.op("Max", x, low), Objects.requireNonNull(high));
            default -> {
                Value right = low == null ? null : f.greaterOrEqual(x, low);
                Value left = high == null ? null : f.lessOrEqual(x, high);
                yield right == null ? left : left == null ? right : f.and(right, left);
            }
        };
        return active == null ? f.scalarLike(x, 1) : Slopes.indicator(f, active, x);
    }

    @Override
    public Domain domain() {
        return Domain.of(draw -> {
                    Tensor x = draw.away(draw.shape(0, 4), -2, 2, 0.05, -0.7, 0.8);
                    Tensor low = draw.chance(0.7) ? Tensor.scalar(-0.7) : null;
                    Tensor high = draw.chance(0.7) ? Tensor.scalar(0.8) : null;
                    return Sample.of(x, low, high);
                })
                .withKinks(Domain.Kink.of(
                        Sample.of(Tensor.vector(-0.7, 0.8), Tensor.scalar(-0.7), Tensor.scalar(0.8)),
                        Tensor.vector(1.0, 1.0),
                        Tensor.scalar(0.0),
                        Tensor.scalar(0.0)));
    }
}
