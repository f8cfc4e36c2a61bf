package org.cotangent.bench.kernel;

import java.util.ArrayList;
import java.util.List;
import org.cotangent.spi.op.Derivative;
import org.cotangent.spi.op.Forward;
import org.cotangent.spi.op.Inference;
import org.cotangent.spi.op.Operator;
import org.cotangent.spi.op.OperatorId;
import org.cotangent.spi.op.Scalar;
import org.cotangent.spi.op.Signature;
import org.cotangent.spi.op.TypeVariable;
import org.cotangent.spi.op.UnaryFunction;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Shape;
import org.cotangent.spi.tensor.TensorType;

/**
 * Elementwise functions of float32 numbers that follow one another, as fusion joins them.
 *
 * @param results what each output is
 */
record Chain(String name, int inputs, List<Scalar> results) implements Operator {

    private static final Scalar X = Scalar.input(0);
    private static final Scalar Y = Scalar.input(1);
    private static final Scalar Z = Scalar.input(2);

    /** {@code x / 2 (1 + erf(x / sqrt(2)))} of {@code x + bias}. */
    static Chain gelu() {
        Scalar x = X.plus(Y);
        Scalar erf = x.times(Math.sqrt(0.5)).apply(UnaryFunction.ERF);
        return new Chain("Gelu of x + bias", 2, List.of(x.times(0.5).times(erf.plus(1))));
    }

    /** {@code x sigmoid(x)}. */
    static Chain swish() {
        return new Chain("Swish", 1, List.of(X.times(X.apply(UnaryFunction.SIGMOID))));
    }

    /** The gradient where the result of the forward pass is positive. */
    static Chain reluGradient() {
        return new Chain(
                "Gradient of Relu", 2, List.of(Scalar.select(Scalar.constant(0).less(X), Y, Scalar.constant(0))));
    }

    /** {@code x scale + shift}. */
    static Chain scaleAndShift() {
        return new Chain("x scale + shift", 3, List.of(X.times(Y).plus(Z)));
    }

    /** A step of AdamW: parameter, gradient, both moments and the learning rate. */
    static Chain adamW() {
        Scalar moment = Z.times(0.9).plus(Y.times(0.1));
        Scalar square = Scalar.input(3).times(0.999).plus(Y.times(Y).times(0.001));
        Scalar step = moment.over(square.apply(UnaryFunction.SQRT).plus(1e-8)).plus(X.times(0.01));
        return new Chain("AdamW", 5, List.of(X.minus(Scalar.input(4).times(step)), moment, square));
    }

    @Override
    public OperatorId id() {
        return new OperatorId("org.cotangent.bench", name, 1);
    }

    @Override
    public Signature signature() {
        Signature.Builder ports = Signature.builder();
        for (int i = 0; i < inputs; i++) {
            ports.input("input" + i, TypeVariable.of("In" + i, DType.FLOAT));
        }
        for (int i = 0; i < results.size(); i++) {
            ports.output("output" + i, TypeVariable.of("Out" + i, DType.FLOAT));
        }
        return ports.build();
    }

    @Override
    public List<TensorType> infer(Inference call) {
        Shape shape = Shape.scalar();
        for (int i = 0; i < inputs; i++) {
            shape = shape.broadcast(call.shape(i));
        }
        Shape broadcast = shape;
        return results.stream()
                .map(result -> new TensorType(DType.FLOAT, broadcast))
                .toList();
    }

    @Override
    public Forward forward() {
        List<Forward.Expression> given = new ArrayList<>();
        results.forEach(result -> given.add((attributes, dtype, arity) -> result));
        return new Forward.Pointwise(given, null);
    }

    @Override
    public Derivative derivative() {
        return new Derivative.Missing("it is only timed");
    }
}
