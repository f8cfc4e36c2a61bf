package org.cotangent.ops.internal.indexing;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.function.DoubleBinaryOperator;
import java.util.function.LongBinaryOperator;
import org.cotangent.ops.internal.movement.Cells;
import org.cotangent.spi.AttributeException;
import org.cotangent.spi.TypeException;
import org.cotangent.spi.op.BinaryFunction;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** Brings elements of one tensor into another: by overwriting, or by one of ONNX's reductions. */
abstract sealed class Combine {
    private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED;

    /** Combines neighbouring elements with neighbouring ones. */
    abstract void apply(Tensor from, long fromIndex, Tensor to, long toIndex, long count);

    /** Combines neighbouring elements with those at these places, in this order. */
    void scatter(Tensor from, long fromIndex, Tensor to, long[] places, int count) {
        for (int i = 0; i < count; i++) {
            apply(from, fromIndex + i, to, places[i], 1);
        }
    }

    /** {@return the function that ONNX's attribute {@code reduction} names; null for none} */
    static @Nullable BinaryFunction function(String reduction, DType dtype) {
        BinaryFunction function = switch (reduction) {
            case "none" -> null;
            case "add" -> BinaryFunction.ADD;
            case "mul" -> BinaryFunction.MUL;
            case "min" -> BinaryFunction.MIN;
            case "max" -> BinaryFunction.MAX;
            default ->
                throw new AttributeException("reduction '" + reduction + "' is none of none, add, mul, min and max");
        };
        if (function != null && !dtype.isFloating() && !dtype.isInteger()) {
            throw new TypeException(
                    "elements of " + dtype + " cannot be reduced by '" + reduction + "'; only none is legal");
        }
        return function;
    }

    /**
     * {@return the way of combining that ONNX's attribute {@code reduction} names}
     *
     * @param to the element type of the target: that of the source, or a wider one
     */
    static Combine of(String reduction, DType from, DType to) {
        BinaryFunction function = function(reduction, from);
        if (function == null) {
            return new Overwrite(Cells.of(from));
        }
        if (function == BinaryFunction.ADD && from == DType.FLOAT && to == DType.FLOAT) {
            return new AddFloats();
        }
        return from.isFloating() ? new Reals(function) : new Integers(function, from == DType.UINT64);
    }

    private static final class Overwrite extends Combine {
        private final Cells cells;

        Overwrite(Cells cells) {
            this.cells = cells;
        }

        @Override
        void apply(Tensor from, long fromIndex, Tensor to, long toIndex, long count) {
            cells.copy(from, fromIndex, to, toIndex, count);
        }
    }

    private static final class AddFloats extends Combine {
        @Override
        void apply(Tensor from, long fromIndex, Tensor to, long toIndex, long count) {
            MemorySegment source = from.segment();
            MemorySegment target = to.segment();
            for (long i = 0; i < count; i++) {
                long t = (toIndex + i) * 4;
                target.set(FLOAT, t, target.get(FLOAT, t) + source.get(FLOAT, (fromIndex + i) * 4));
            }
        }

        @Override
        void scatter(Tensor from, long fromIndex, Tensor to, long[] places, int count) {
            MemorySegment source = from.segment();
            MemorySegment target = to.segment();
            for (int i = 0; i < count; i++) {
                long t = places[i] * 4;
                target.set(FLOAT, t, target.get(FLOAT, t) + source.get(FLOAT, (fromIndex + i) * 4));
            }
        }
    }

    private static final class Reals extends Combine {
        private final DoubleBinaryOperator function;

        Reals(BinaryFunction function) {
            this.function = function.onReals();
        }

        @Override
        void apply(Tensor from, long fromIndex, Tensor to, long toIndex, long count) {
            for (long i = 0; i < count; i++) {
                long t = toIndex + i;
                to.setDouble(t, function.applyAsDouble(to.getDouble(t), from.getDouble(fromIndex + i)));
            }
        }
    }

    private static final class Integers extends Combine {
        private final LongBinaryOperator function;

        Integers(BinaryFunction function, boolean unsigned) {
            this.function = unsigned ? function.onUnsigned() : function.onIntegers();
        }

        @Override
        void apply(Tensor from, long fromIndex, Tensor to, long toIndex, long count) {
            for (long i = 0; i < count; i++) {
                long t = toIndex + i;
                to.setLong(t, function.applyAsLong(to.getLong(t), from.getLong(fromIndex + i)));
            }
        }
    }
}
