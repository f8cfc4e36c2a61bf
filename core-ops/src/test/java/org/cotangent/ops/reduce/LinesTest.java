package org.cotangent.ops.reduce;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.cotangent.ops.Calls;
import org.cotangent.spi.ShapeException;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.OperatorId;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;
import org.junit.jupiter.api.Test;

class LinesTest {
    private final Calls calls = new Calls();

    /** Whatever axis, a line of the result is the result of the line. */
    @Test
    void everyAxisIsTreatedAlike() {
        long[] shape = {70, 3, 90};
        Tensor x = Tensor.allocate(DType.DOUBLE, shape);
        for (long i = 0; i < x.elements(); i++) {
            x.setDouble(i, Math.sin((double) i));
        }
        for (String type : List.of("Softmax", "LogSoftmax", "Hardmax")) {
            for (int axis = 0; axis < 3; axis++) {
                int[] order = {0, 1, 2};
                order[axis] = 2;
                order[2] = axis;
                Attributes swap = Attributes.of("perm", order[0], order[1], order[2]);
                Tensor direct = calls.run(type, Attributes.of("axis", axis), x);
                Tensor turned = calls.run("Transpose", swap, calls.run(type, calls.run("Transpose", swap, x)));
                assertArrayEquals(turned.toDoubles(), direct.toDoubles(), type + " along axis " + axis);
            }
        }
    }

    @Test
    void softmaxDoesNotOverflow() {
        Tensor x = Tensor.vector(1e4, 0.0, Double.NEGATIVE_INFINITY);
        assertArrayEquals(new double[] {1, 0, 0}, calls.run("Softmax", x).toDoubles());
        assertEquals(-1e4, calls.run("LogSoftmax", x).getDouble(1));
        assertEquals(0, calls.run("Softmax", Tensor.allocate(DType.FLOAT, 3, 0)).elements());
    }

    @Test
    void theFirstOrLastOfEqualElementsIsFound() {
        Tensor x = Tensor.vector(2.0, 5.0, 5.0, 2.0);
        assertEquals(1, calls.run("ArgMax", x).getLong(0));
        assertEquals(
                2, calls.run("ArgMax", Attributes.of("select_last_index", 1), x).getLong(0));
        assertEquals(0, calls.run("ArgMin", x).getLong(0));
        assertEquals(
                3, calls.run("ArgMin", Attributes.of("select_last_index", 1), x).getLong(0));
        assertEquals(1, calls.run("ArgMin", Tensor.vector(1.0, Double.NaN, 0.0)).getLong(0));
        assertEquals(
                1,
                calls.run("ArgMax", Tensor.vector(Long.MAX_VALUE - 1, Long.MAX_VALUE))
                        .getLong(0));
        assertThrows(ShapeException.class, () -> calls.run("ArgMax", Tensor.allocate(DType.FLOAT, 0)));
    }

    @Test
    void beginningsAreCumulatedFromEitherEnd() {
        Tensor x = Tensor.vector(1, 2, 3);
        Tensor axis = Tensor.scalar(0L);
        Attributes exclusive = Attributes.of("exclusive", 1);
        assertArrayEquals(new long[] {1, 3, 6}, calls.run("CumSum", x, axis).toLongs());
        assertArrayEquals(
                new long[] {0, 1, 3}, calls.run("CumSum", exclusive, x, axis).toLongs());
        assertArrayEquals(
                new long[] {5, 3, 0},
                calls.run("CumSum", exclusive.with("reverse", 1), x, axis).toLongs());
        assertArrayEquals(
                new long[] {6, 3, 1},
                calls.run("CumProd", exclusive.with("reverse", 1), x, axis).toLongs());
    }

    @Test
    void cumulatedProductsHaveDerivativesAtZero() {
        Tensor x = Tensor.vector(2.0, 0.0, 3.0);
        Tensor gradient = calls.gradients("CumProd", Attributes.none(), x, Tensor.scalar(0L))
                .getFirst();
        assertArrayEquals(new double[] {1, 8, 0}, gradient.toDoubles());
    }

    @Test
    void sumToIsTheTransposeOfExpand() {
        Tensor x = Tensor.of(new double[] {1, 2, 3, 4, 5, 6}, 2, 3);
        var f = calls.eager().formulas();
        var sum = f.own(
                "SumTo",
                Attributes.none(),
                calls.eager().constant(x),
                calls.eager().constant(Tensor.vector(2L, 1L)));
        assertArrayEquals(new double[] {6, 15}, calls.eager().tensor(sum).toDoubles());
        var all = f.call(
                OperatorId.COTANGENT,
                "SumTo",
                Attributes.none(),
                1,
                calls.eager().constant(x),
                f.integers());
        assertArrayEquals(
                new double[] {21}, calls.eager().tensor(all.getFirst()).toDoubles());
        assertThrows(
                ShapeException.class,
                () -> f.own("SumTo", Attributes.none(), calls.eager().constant(x), f.integers(2)));
    }
}
