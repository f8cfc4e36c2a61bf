package org.cotangent.ops.array;

import java.util.List;
import java.util.function.LongPredicate;
import org.cotangent.ops.internal.support.OnnxOperator;
import org.cotangent.ops.internal.support.Strides;
import org.cotangent.ops.internal.support.Types;
import org.cotangent.spi.backend.Bindings;
import org.cotangent.spi.op.Derivative;
import org.cotangent.spi.op.Forward;
import org.cotangent.spi.op.Inference;
import org.cotangent.spi.op.Signature;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Dim;
import org.cotangent.spi.tensor.Shape;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.TensorType;
import org.cotangent.spi.tensor.ValueType;

/**
 * The places of the elements that are not zero (not false, not the empty string), in row-major order: row {@code i} of
 * the result holds their indices along axis {@code i}; ONNX NonZero, version 13.
 */
public final class NonZero extends OnnxOperator {
    public NonZero() {
        super(
                "NonZero",
                13,
                Signature.builder()
                        .input("X", Types.basic("T"))
                        .output("Y", Types.int64("I"))
                        .build());
    }

    @Override
    public List<? extends ValueType> infer(Inference call) {
        Dim rank = Dim.of(call.shape(0).rank());
        return List.of(new TensorType(DType.INT64, Shape.of(List.of(rank, call.fresh("nonzero")))));
    }

    private static LongPredicate nonZero(Tensor x) {
        return switch (x.dtype()) {
            case STRING -> i -> !x.strings()[(int) i].isEmpty();
            case COMPLEX64 -> {
                Tensor parts = Tensor.wrap(DType.FLOAT, new long[] {2 * x.elements()}, x.segment());
                yield i -> parts.getDouble(2 * i) != 0 || parts.getDouble(2 * i + 1) != 0;
            }
            case COMPLEX128 -> {
                Tensor parts = Tensor.wrap(DType.DOUBLE, new long[] {2 * x.elements()}, x.segment());
                yield i -> parts.getDouble(2 * i) != 0 || parts.getDouble(2 * i + 1) != 0;
            }
            default -> x.dtype().isFloating() ? i -> x.getDouble(i) != 0 : i -> x.getLong(i) != 0;
        };
    }

    private static long count(Tensor x) {
        LongPredicate nonZero = nonZero(x);
        long count = 0;
        for (long i = 0; i < x.elements(); i++) {
            count += nonZero.test(i) ? 1 : 0;
        }
        return count;
    }

    @Override
    public Forward forward() {
        return new Forward.HostKernel(call -> NonZero::run);
    }

    private static void run(Bindings io) {
        Tensor x = io.input(0);
        long count = count(x);
        Tensor y = io.allocate(0, x.rank(), count);
        LongPredicate nonZero = nonZero(x);
        long[] strides = Strides.of(x.sizes());
        long column = 0;
        for (long i = 0; i < x.elements(); i++) {
            if (nonZero.test(i)) {
                for (int axis = 0; axis < strides.length; axis++) {
                    y.setLong(axis * count + column, i / strides[axis] % x.size(axis));
                }
                column++;
            }
        }
    }

    @Override
    public Derivative derivative() {
        return new Derivative.Zero("places are integers");
    }
}
