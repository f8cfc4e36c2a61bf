package org.cotangent.engine.kernel;

import java.util.ArrayList;
import java.util.List;
import org.cotangent.spi.backend.Bindings;
import org.cotangent.spi.backend.Kernel;
import org.cotangent.spi.backend.Preparation;
import org.cotangent.spi.op.Forward;
import org.cotangent.spi.op.Scalar;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.TensorType;

/** Evaluates scalar expressions element by element: simple, exact in every type, and slow. */
final class PointwiseInterpreter implements Kernel {
    /** Writes one element of an output. */
    private interface Element {
        void write(Bindings io, long[] index, long target);
    }

    /** A node of the expression in evaluable form: reads input elements, gives a number. */
    private interface Real {
        double at(Bindings io, long[] index);
    }

    private interface Whole {
        long at(Bindings io, long[] index);
    }

    private final BroadcastIndex[] indices;
    private final List<Element> outputs;
    private final long elements;
    private final long[] cursor;

    private PointwiseInterpreter(BroadcastIndex[] indices, List<Element> outputs, long elements) {
        this.indices = indices;
        this.outputs = outputs;
        this.elements = elements;
        this.cursor = new long[indices.length];
    }

    static Kernel prepare(Forward.Pointwise forward, Preparation call) {
        TensorType output = call.output(0);
        long[] sizes = output.shape().sizes();
        List<BroadcastIndex> indices = new ArrayList<>();
        DType dtype = computeType(call);
        for (int i = 0; i < call.inputCount(); i++) {
            TensorType input = call.findInput(i);
            indices.add(
                    input == null
                            ? BroadcastIndex.none()
                            : BroadcastIndex.of(input.shape().sizes(), sizes));
        }
        List<Scalar> expressions = forward.of(call.attributes(), dtype, call.inputCount());
        List<Element> outputs = new ArrayList<>();
        for (int i = 0; i < expressions.size(); i++) {
            if (call.hasOutput(i)) {
                outputs.add(element(i, expressions.get(i), dtype));
            }
        }
        return new PointwiseInterpreter(
                indices.toArray(new BroadcastIndex[0]),
                outputs,
                output.shape().elements().size());
    }

    private static Element element(int output, Scalar expression, DType dtype) {
        if (dtype.isFloating()) {
            Real real = real(expression, dtype != DType.DOUBLE);
            return (io, index, target) -> io.output(output).setDouble(target, real.at(io, index));
        }
        Whole whole = whole(expression, dtype == DType.UINT64);
        return (io, index, target) -> io.output(output).setLong(target, whole.at(io, index));
    }

    /** {@return the element type of the first input that is not bool, else bool} */
    static DType computeType(Preparation call) {
        DType dtype = DType.BOOL;
        for (int i = 0; i < call.inputCount(); i++) {
            TensorType input = call.findInput(i);
            if (input != null && dtype == DType.BOOL) {
                dtype = input.dtype();
            }
        }
        return dtype;
    }

    @Override
    public void run(Bindings io) {
        for (long i = 0; i < elements; i++) {
            for (int k = 0; k < indices.length; k++) {
                cursor[k] = indices[k].at(i);
            }
            for (Element output : outputs) {
                output.write(io, cursor, i);
            }
        }
    }

    private static Real real(Scalar expression, boolean single) {
        Real exact = switch (expression) {
            case Scalar.Input(int k) -> (io, index) -> io.input(k).getDouble(index[k]);
            case Scalar.Constant(double value) -> (io, index) -> value;
            case Scalar.Unary(var function, Scalar x) -> {
                var f = function.onReals();
                Real a = real(x, single);
                yield (io, index) -> f.applyAsDouble(a.at(io, index));
            }
            case Scalar.Opaque(var f, Scalar x) -> {
                Real a = real(x, single);
                yield (io, index) -> f.applyAsDouble(a.at(io, index));
            }
            case Scalar.Binary(var function, Scalar x, Scalar y) -> {
                var f = function.onReals();
                Real a = real(x, single);
                Real b = real(y, single);
                yield (io, index) -> f.applyAsDouble(a.at(io, index), b.at(io, index));
            }
            case Scalar.OpaqueBinary(var f, Scalar x, Scalar y) -> {
                Real a = real(x, single);
                Real b = real(y, single);
                yield (io, index) -> f.applyAsDouble(a.at(io, index), b.at(io, index));
            }
            case Scalar.Select(Scalar condition, Scalar x, Scalar y) -> {
                Real c = real(condition, single);
                Real a = real(x, single);
                Real b = real(y, single);
                yield (io, index) -> c.at(io, index) != 0 ? a.at(io, index) : b.at(io, index);
            }
        };
        return single ? (io, index) -> (float) exact.at(io, index) : exact;
    }

    private static Whole whole(Scalar expression, boolean unsigned) {
        return switch (expression) {
            case Scalar.Input(int k) -> (io, index) -> io.input(k).getLong(index[k]);
            case Scalar.Constant(double value) -> {
                long constant = (long) value;
                yield (io, index) -> constant;
            }
            case Scalar.Unary(var function, Scalar x) -> {
                var f = function.onIntegers();
                Whole a = whole(x, unsigned);
                yield (io, index) -> f.applyAsLong(a.at(io, index));
            }
            case Scalar.Binary(var function, Scalar x, Scalar y) -> {
                var f = unsigned ? function.onUnsigned() : function.onIntegers();
                Whole a = whole(x, unsigned);
                Whole b = whole(y, unsigned);
                yield (io, index) -> f.applyAsLong(a.at(io, index), b.at(io, index));
            }
            case Scalar.Select(Scalar condition, Scalar x, Scalar y) -> {
                Whole c = whole(condition, unsigned);
                Whole a = whole(x, unsigned);
                Whole b = whole(y, unsigned);
                yield (io, index) -> c.at(io, index) != 0 ? a.at(io, index) : b.at(io, index);
            }
            case Scalar.Opaque(var f, Scalar x) -> {
                Whole a = whole(x, unsigned);
                yield (io, index) -> (long) f.applyAsDouble(a.at(io, index));
            }
            case Scalar.OpaqueBinary(var f, Scalar x, Scalar y) -> {
                Whole a = whole(x, unsigned);
                Whole b = whole(y, unsigned);
                yield (io, index) -> (long) f.applyAsDouble(a.at(io, index), b.at(io, index));
            }
        };
    }
}
