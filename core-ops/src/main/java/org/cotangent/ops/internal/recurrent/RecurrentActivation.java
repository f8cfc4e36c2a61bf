package org.cotangent.ops.internal.recurrent;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import org.cotangent.spi.AttributeException;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.op.UnaryFunction;

/** An activation function of a recurrent layer, as a function of numbers and of values. */
public record RecurrentActivation(Kind kind, float alpha, float beta) {
    /** The functions that ONNX names for recurrent layers, with their parameters' defaults; NaN where there is none. */
    public enum Kind {
        RELU("Relu"),
        TANH("Tanh"),
        SIGMOID("Sigmoid"),
        AFFINE("Affine", 1, 0),
        LEAKY_RELU("LeakyRelu", 0.01f, Float.NaN),
        THRESHOLDED_RELU("ThresholdedRelu", 1, Float.NaN),
        SCALED_TANH("ScaledTanh", 1, 1),
        HARD_SIGMOID("HardSigmoid", 0.2f, 0.5f),
        ELU("Elu", 1, Float.NaN),
        SOFTSIGN("Softsign"),
        SOFTPLUS("Softplus");

        private final String onnxName;
        private final float alpha;
        private final float beta;

        Kind(String onnxName) {
            this(onnxName, Float.NaN, Float.NaN);
        }

        Kind(String onnxName, float alpha, float beta) {
            this.onnxName = onnxName;
            this.alpha = alpha;
            this.beta = beta;
        }
    }

    /** {@return the functions of all directions, one after the other; those of {@code standard} if nothing is said} */
    public static List<RecurrentActivation> of(Attributes attributes, int directions, List<String> standard) {
        List<String> names = new ArrayList<>();
        if (attributes.has("activations")) {
            names.addAll(attributes.texts("activations"));
        }
        while (names.size() < standard.size() * directions) {
            names.add(standard.get(names.size() % standard.size()));
        }
        Iterator<Float> alphas = list(attributes, "activation_alpha");
        Iterator<Float> betas = list(attributes, "activation_beta");
        List<RecurrentActivation> result = new ArrayList<>();
        for (String name : names.subList(0, standard.size() * directions)) {
            Kind kind = kind(name);
            float alpha = Float.isNaN(kind.alpha) || !alphas.hasNext() ? kind.alpha : alphas.next();
            float beta = Float.isNaN(kind.beta) || !betas.hasNext() ? kind.beta : betas.next();
            result.add(new RecurrentActivation(kind, alpha, beta));
        }
        return result;
    }

    private static Iterator<Float> list(Attributes attributes, String name) {
        return (attributes.has(name) ? attributes.reals(name) : List.<Float>of()).iterator();
    }

    private static Kind kind(String name) {
        for (Kind kind : Kind.values()) {
            if (kind.onnxName.toLowerCase(Locale.ROOT).equals(name.toLowerCase(Locale.ROOT))) {
                return kind;
            }
        }
        throw new AttributeException("activation '" + name + "' is not one of ONNX's recurrent layers");
    }

    public double apply(double x) {
        return switch (kind) {
            case RELU -> Math.max(x, 0);
            case TANH -> Math.tanh(x);
            case SIGMOID -> UnaryFunction.SIGMOID.onReals().applyAsDouble(x);
            case AFFINE -> alpha * x + beta;
            case LEAKY_RELU -> x >= 0 ? x : alpha * x;
            case THRESHOLDED_RELU -> x > alpha ? x : 0;
            case SCALED_TANH -> alpha * Math.tanh(beta * x);
            case HARD_SIGMOID -> Math.clamp(alpha * x + beta, 0.0, 1.0);
            case ELU -> x >= 0 ? x : alpha * Math.expm1(x);
            case SOFTSIGN -> x / (1 + Math.abs(x));
            case SOFTPLUS -> Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
        };
    }

    public Value apply(Formulas f, Value x) {
        return switch (kind) {
            case AFFINE -> f.add(f.mul(x, alpha), beta);
            case SCALED_TANH -> f.mul(f.tanh(f.mul(x, beta)), alpha);
            case LEAKY_RELU, THRESHOLDED_RELU, ELU ->
                f.op(kind.onnxName, Attributes.none().with("alpha", alpha), x);
            case HARD_SIGMOID ->
                f.op(kind.onnxName, Attributes.none().with("alpha", alpha).with("beta", beta), x);
            default -> f.op(kind.onnxName, x);
        };
    }
}
