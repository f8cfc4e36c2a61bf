package org.cotangent.ops;

import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Formulas;

/** Functions of single elements, beside those of {@link Formulas}. All inputs broadcast. */
public record MathOps(Formulas f) {
    private static Attributes alpha(double alpha) {
        return Attributes.none().with("alpha", (float) alpha);
    }

    public Value relu(Value x) {
        return f.op("Relu", x);
    }

    /** {@return {@code x} from 0 on, {@code alpha x} below} */
    public Value leakyRelu(Value x, double alpha) {
        return f.op("LeakyRelu", alpha(alpha), x);
    }

    /** {@return {@code x} from 0 on, {@code slope x} below} */
    public Value prelu(Value x, Value slope) {
        return f.op("PRelu", x, slope);
    }

    /** {@return {@code x} above 0, {@code alpha (exp(x) - 1)} elsewhere} */
    public Value elu(Value x, double alpha) {
        return f.op("Elu", alpha(alpha), x);
    }

    public Value selu(Value x) {
        return f.op("Selu", x);
    }

    /** {@return {@code x Phi(x)} with the error function} */
    public Value gelu(Value x) {
        return f.op("Gelu", x);
    }

    /** {@return {@code x Phi(x)} with Phi approximated by a hyperbolic tangent} */
    public Value geluTanh(Value x) {
        return f.op("Gelu", Attributes.of("approximate", "tanh"), x);
    }

    /** {@return {@code x sigmoid(x)}, also called SiLU} */
    public Value swish(Value x) {
        return f.op("Swish", x);
    }

    public Value mish(Value x) {
        return f.op("Mish", x);
    }

    public Value softplus(Value x) {
        return f.op("Softplus", x);
    }

    public Value softsign(Value x) {
        return f.op("Softsign", x);
    }

    public Value hardSigmoid(Value x) {
        return f.op("HardSigmoid", x);
    }

    public Value hardSwish(Value x) {
        return f.op("HardSwish", x);
    }

    /** {@return {@code min(max(x, low), high)}} */
    public Value clip(Value x, double low, double high) {
        return f.op("Clip", x, f.scalarLike(x, low), f.scalarLike(x, high));
    }

    /** {@return the largest of these, element by element} */
    public Value max(Value... values) {
        return f.op("Max", values);
    }

    /** {@return the smallest of these, element by element} */
    public Value min(Value... values) {
        return f.op("Min", values);
    }

    public Value sum(Value... values) {
        return f.op("Sum", values);
    }

    public Value mean(Value... values) {
        return f.op("Mean", values);
    }

    public Value floor(Value x) {
        return f.op("Floor", x);
    }

    public Value ceil(Value x) {
        return f.op("Ceil", x);
    }

    /** {@return the nearest whole number, ties to even} */
    public Value round(Value x) {
        return f.op("Round", x);
    }

    /** {@return the remainder with the sign of {@code y}} */
    public Value mod(Value x, Value y) {
        return f.op("Mod", x, y);
    }

    public Value isNaN(Value x) {
        return f.op("IsNaN", x);
    }

    public Value isInf(Value x) {
        return f.op("IsInf", x);
    }
}
