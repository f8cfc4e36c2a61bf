package org.cotangent.cpu.pointwise;

import java.util.List;
import org.cotangent.spi.op.Derivative;
import org.cotangent.spi.op.Forward;
import org.cotangent.spi.op.Inference;
import org.cotangent.spi.op.Operator;
import org.cotangent.spi.op.OperatorId;
import org.cotangent.spi.op.Scalar;
import org.cotangent.spi.op.Signature;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.TensorType;

/** An operator that is nothing but a scalar expression, and its values by definition: one element at a time. */
record Formula(Scalar expression) implements Operator {

    @Override
    public OperatorId id() {
        return new OperatorId("test", "Formula", 1);
    }

    @Override
    public Signature signature() {
        return Signature.builder().build();
    }

    @Override
    public List<TensorType> infer(Inference call) {
        throw new UnsupportedOperationException("types are given");
    }

    @Override
    public Forward forward() {
        return Forward.pointwise(expression);
    }

    @Override
    public Derivative derivative() {
        return new Derivative.Missing("not under test");
    }

    /** The output by definition, rounded to the domain after each step. */
    Tensor evaluate(DType computing, TensorType output, Tensor... inputs) {
        Tensor result = Tensor.allocate(output);
        long[] sizes = result.sizes();
        for (long i = 0; i < result.elements(); i++) {
            long[] index = new long[inputs.length];
            for (int k = 0; k < inputs.length; k++) {
                index[k] = locate(inputs[k], sizes, i);
            }
            if (NumberDomain.of(computing) == NumberDomain.INT64) {
                long value = whole(expression, computing, inputs, index);
                if (output.dtype().isFloating()) {
                    result.setDouble(i, (double) value);
                } else {
                    result.setLong(i, value);
                }
            } else {
                result.setDouble(i, real(expression, computing, inputs, index));
            }
        }
        return result;
    }

    private static long locate(Tensor input, long[] sizes, long i) {
        long index = 0;
        long stride = 1;
        long rest = i;
        for (int axis = sizes.length - 1; axis >= 0; axis--) {
            int own = axis - sizes.length + input.rank();
            if (own >= 0) {
                index += rest % sizes[axis] * (input.size(own) == 1 ? 0 : stride);
                stride *= input.size(own);
            }
            rest /= sizes[axis];
        }
        return index;
    }

    private static double real(Scalar scalar, DType dtype, Tensor[] inputs, long[] index) {
        double value = switch (scalar) {
            case Scalar.Input(int k) -> inputs[k].getDouble(index[k]);
            case Scalar.Constant(double constant) -> constant;
            case Scalar.Unary(var f, Scalar x) -> f.onReals().applyAsDouble(real(x, dtype, inputs, index));
            case Scalar.Binary(var f, Scalar x, Scalar y) ->
                f.onReals().applyAsDouble(real(x, dtype, inputs, index), real(y, dtype, inputs, index));
            case Scalar.Select(Scalar c, Scalar x, Scalar y) ->
                real(c, dtype, inputs, index) != 0 ? real(x, dtype, inputs, index) : real(y, dtype, inputs, index);
            case Scalar.Opaque(var f, Scalar x) -> f.applyAsDouble(real(x, dtype, inputs, index));
            case Scalar.OpaqueBinary(var f, Scalar x, Scalar y) ->
                f.applyAsDouble(real(x, dtype, inputs, index), real(y, dtype, inputs, index));
        };
        return dtype == DType.DOUBLE ? value : (float) value;
    }

    private static long whole(Scalar scalar, DType dtype, Tensor[] inputs, long[] index) {
        return switch (scalar) {
            case Scalar.Input(int k) -> inputs[k].getLong(index[k]);
            case Scalar.Constant(double constant) -> (long) constant;
            case Scalar.Unary(var f, Scalar x) -> f.onIntegers().applyAsLong(whole(x, dtype, inputs, index));
            case Scalar.Binary(var f, Scalar x, Scalar y) ->
                (dtype == DType.UINT64 ? f.onUnsigned() : f.onIntegers())
                        .applyAsLong(whole(x, dtype, inputs, index), whole(y, dtype, inputs, index));
            case Scalar.Select(Scalar c, Scalar x, Scalar y) ->
                whole(c, dtype, inputs, index) != 0 ? whole(x, dtype, inputs, index) : whole(y, dtype, inputs, index);
            case Scalar.Opaque(var f, Scalar x) -> (long) f.applyAsDouble((double) whole(x, dtype, inputs, index));
            case Scalar.OpaqueBinary(var f, Scalar x, Scalar y) ->
                (long) f.applyAsDouble(
                        (double) whole(x, dtype, inputs, index), (double) whole(y, dtype, inputs, index));
        };
    }
}
