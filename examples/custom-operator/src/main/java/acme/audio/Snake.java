package acme.audio;

import java.util.List;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Derivative;
import org.cotangent.spi.op.Domain;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.op.Forward;
import org.cotangent.spi.op.Inference;
import org.cotangent.spi.op.Operator;
import org.cotangent.spi.op.OperatorId;
import org.cotangent.spi.op.Point;
import org.cotangent.spi.op.Scalar;
import org.cotangent.spi.op.Signature;
import org.cotangent.spi.op.TypeVariable;
import org.cotangent.spi.op.UnaryFunction;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.TensorType;

/**
 * The snake activation {@code y = x + sin(a x)^2 / a} for periodic signals, by Ziyin, Hartwig and Ueda (2020). The
 * parameter {@code a} broadcasts against x; where it is 0, y is not a number.
 */
public final class Snake implements Operator {
    private static final TypeVariable T = TypeVariable.of("T", DType.floating());

    @Override
    public OperatorId id() {
        return new OperatorId("acme.audio", "Snake", 1);
    }

    @Override
    public Signature signature() {
        return Signature.builder().input("X", T).parameter("A", T).output("Y", T).build();
    }

    @Override
    public List<TensorType> infer(Inference call) {
        return List.of(new TensorType(call.dtype(0), call.shape(0).broadcast(call.shape(1))));
    }

    @Override
    public Forward forward() {
        Scalar x = Scalar.input(0);
        Scalar a = Scalar.input(1);
        Scalar sine = a.times(x).apply(UnaryFunction.SIN);
        return Forward.pointwise(x.plus(sine.times(sine).over(a)));
    }

    @Override
    public Derivative derivative() {
        return new Derivative.Elementwise(Snake::partial);
    }

    /** {@code dy/dx = 1 + sin(2 a x)} and {@code dy/da = (x sin(2 a x) - sin(a x)^2 / a) / a}. */
    private static Value partial(Formulas f, Point at, int k) {
        Value x = at.input(0);
        Value a = at.input(1);
        Value ax = f.mul(a, x);
        Value slope = f.sin(f.mul(ax, 2));
        return k == 0 ? f.add(slope, 1) : f.div(f.sub(f.mul(x, slope), f.div(f.square(f.sin(ax)), a)), a);
    }

    /** The tests keep away from a = 0. */
    @Override
    public Domain domain() {
        return Domain.of(draw -> {
            long[] shape = draw.shape(0, 4);
            return Domain.Sample.of(draw.tensor(shape, -2, 2), draw.tensor(draw.broadcastableTo(shape), 0.5, 2));
        });
    }
}
