package org.cotangent.ops.internal;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.function.DoubleBinaryOperator;
import java.util.function.LongBinaryOperator;
import org.cotangent.spi.AttributeException;
import org.cotangent.spi.TypeException;
import org.cotangent.spi.op.BinaryFunction;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;

/** Brings neighbouring elements of one tensor into another: by overwriting, or by one of ONNX's reductions. */
@FunctionalInterface
public interface Combine {
    ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED;
    ValueLayout.OfDouble DOUBLE = ValueLayout.JAVA_DOUBLE_UNALIGNED;

    void apply(Tensor from, long fromIndex, Tensor to, long toIndex, long count);

    /**
     * {@return the way of combining that ONNX's attribute {@code reduction} names}
     *
     * @param to the element type of the target: that of the source, or a wider one
     */
    static Combine of(String reduction, DType from, DType to) {
        BinaryFunction function =
                switch (reduction) {
                    case "none" -> null;
                    case "add" -> BinaryFunction.ADD;
                    case "mul" -> BinaryFunction.MUL;
                    case "min" -> BinaryFunction.MIN;
                    case "max" -> BinaryFunction.MAX;
                    default ->
                        throw new AttributeException(
                                "reduction '" + reduction + "' is none of none, add, mul, min and max");
                };
        if (function == null) {
            return Cells.of(from)::copy;
        }
        if (!from.isFloating() && !from.isInteger()) {
            throw new TypeException("elements of " + from + " cannot be reduced by '" + reduction + "'; only none is legal");
        }
        if (function == BinaryFunction.ADD && from == to && from == DType.FLOAT) {
            return Combine::addFloats;
        }
        if (function == BinaryFunction.ADD && from == to && from == DType.DOUBLE) {
            return Combine::addDoubles;
        }
        return from.isFloating()
                ? reals(function.onReals())
                : integers(from == DType.UINT64 ? function.onUnsigned() : function.onIntegers());
    }

    private static void addFloats(Tensor from, long fromIndex, Tensor to, long toIndex, long count) {
        MemorySegment source = from.segment();
        MemorySegment target = to.segment();
        for (long i = 0; i < count; i++) {
            long t = (toIndex + i) * 4;
            target.set(FLOAT, t, target.get(FLOAT, t) + source.get(FLOAT, (fromIndex + i) * 4));
        }
    }

    private static void addDoubles(Tensor from, long fromIndex, Tensor to, long toIndex, long count) {
        MemorySegment source = from.segment();
        MemorySegment target = to.segment();
        for (long i = 0; i < count; i++) {
            long t = (toIndex + i) * 8;
            target.set(DOUBLE, t, target.get(DOUBLE, t) + source.get(DOUBLE, (fromIndex + i) * 8));
        }
    }

    private static Combine reals(DoubleBinaryOperator function) {
        return (from, fromIndex, to, toIndex, count) -> {
            for (long i = 0; i < count; i++) {
                to.setDouble(
                        toIndex + i, function.applyAsDouble(to.getDouble(toIndex + i), from.getDouble(fromIndex + i)));
            }
        };
    }

    private static Combine integers(LongBinaryOperator function) {
        return (from, fromIndex, to, toIndex, count) -> {
            for (long i = 0; i < count; i++) {
                to.setLong(toIndex + i, function.applyAsLong(to.getLong(toIndex + i), from.getLong(fromIndex + i)));
            }
        };
    }
}
