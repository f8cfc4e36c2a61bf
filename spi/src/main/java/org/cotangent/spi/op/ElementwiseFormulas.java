package org.cotangent.spi.op;

import java.util.Arrays;
import java.util.List;
import org.cotangent.spi.graph.Emitter;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** The part of {@link Formulas} that computes element by element: any operator, constants, arithmetic, comparisons. */
public abstract sealed class ElementwiseFormulas permits Formulas {
    private final Emitter emitter;

    ElementwiseFormulas(Emitter emitter) {
        this.emitter = emitter;
    }

    public Emitter emitter() {
        return emitter;
    }

    /** {@return the first {@code outputs} outputs of any operator} */
    public List<Value> call(String domain, String type, Attributes attributes, int outputs, @Nullable Value... inputs) {
        return emitter.emit(emitter.operators().get(domain, type), attributes, Arrays.asList(inputs), outputs);
    }

    /** {@return the first output of an ONNX operator} */
    public Value op(String type, Attributes attributes, @Nullable Value... inputs) {
        return call("", type, attributes, 1, inputs).getFirst();
    }

    /** {@return the first output of an ONNX operator with default attributes} */
    public Value op(String type, @Nullable Value... inputs) {
        return op(type, Attributes.none(), inputs);
    }

    /** {@return the first output of an operator of the domain {@link OperatorId#COTANGENT}} */
    public Value own(String type, Attributes attributes, @Nullable Value... inputs) {
        return call(OperatorId.COTANGENT, type, attributes, 1, inputs).getFirst();
    }

    public Value constant(Tensor tensor) {
        return emitter.constant(tensor);
    }

    /** {@return an int64 vector} */
    public Value integers(long... values) {
        Tensor vector = emitter.allocate(DType.INT64, values.length);
        for (int i = 0; i < values.length; i++) {
            vector.setLong(i, values[i]);
        }
        return constant(vector);
    }

    /** {@return a scalar of this type} */
    public Value scalar(DType dtype, double value) {
        Tensor scalar = emitter.allocate(dtype);
        scalar.setDouble(0, value);
        return constant(scalar);
    }

    /** {@return a scalar of the element type of another value} */
    public Value scalarLike(Value like, double value) {
        return scalar(like.dtype(), value);
    }

    public Value add(Value x, Value y) {
        return op("Add", x, y);
    }

    public Value add(Value x, double y) {
        return add(x, scalarLike(x, y));
    }

    public Value sub(Value x, Value y) {
        return op("Sub", x, y);
    }

    /** {@return {@code x - y}} */
    public Value sub(double x, Value y) {
        return sub(scalarLike(y, x), y);
    }

    public Value mul(Value x, Value y) {
        return op("Mul", x, y);
    }

    public Value mul(Value x, double y) {
        return mul(x, scalarLike(x, y));
    }

    public Value div(Value x, Value y) {
        return op("Div", x, y);
    }

    public Value neg(Value x) {
        return op("Neg", x);
    }

    public Value square(Value x) {
        return mul(x, x);
    }

    public Value sqrt(Value x) {
        return op("Sqrt", x);
    }

    public Value reciprocal(Value x) {
        return op("Reciprocal", x);
    }

    public Value exp(Value x) {
        return op("Exp", x);
    }

    public Value log(Value x) {
        return op("Log", x);
    }

    public Value sin(Value x) {
        return op("Sin", x);
    }

    public Value cos(Value x) {
        return op("Cos", x);
    }

    public Value tanh(Value x) {
        return op("Tanh", x);
    }

    public Value sigmoid(Value x) {
        return op("Sigmoid", x);
    }

    public Value erf(Value x) {
        return op("Erf", x);
    }

    public Value abs(Value x) {
        return op("Abs", x);
    }

    public Value sign(Value x) {
        return op("Sign", x);
    }

    public Value pow(Value x, Value y) {
        return op("Pow", x, y);
    }

    public Value pow(Value x, double y) {
        return pow(x, scalarLike(x, y));
    }

    public Value equal(Value x, Value y) {
        return op("Equal", x, y);
    }

    public Value less(Value x, Value y) {
        return op("Less", x, y);
    }

    public Value lessOrEqual(Value x, Value y) {
        return op("LessOrEqual", x, y);
    }

    public Value greater(Value x, Value y) {
        return op("Greater", x, y);
    }

    public Value greaterOrEqual(Value x, Value y) {
        return op("GreaterOrEqual", x, y);
    }

    public Value and(Value x, Value y) {
        return op("And", x, y);
    }

    public Value or(Value x, Value y) {
        return op("Or", x, y);
    }

    public Value not(Value x) {
        return op("Not", x);
    }

    /** {@return {@code condition ? x : y}} */
    public Value where(Value condition, Value x, Value y) {
        return op("Where", condition, x, y);
    }

    public Value cast(Value x, DType to) {
        return x.dtype() == to ? x : op("Cast", Attributes.of("to", (long) to.code()), x);
    }
}
