package org.cotangent.ops.array;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.cotangent.ops.Calls;
import org.cotangent.spi.CotangentException;
import org.cotangent.spi.ShapeException;
import org.cotangent.spi.TypeException;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;
import org.junit.jupiter.api.Test;

class IndexingTest {
    private final Calls calls = new Calls();

    @Test
    void indicesOutsideTheAxisAreErrorsThatNameThem() {
        Tensor x = Tensor.vector(1.0, 2.0, 3.0);
        for (long index : new long[] {3, -4}) {
            CotangentException e =
                    assertThrows(CotangentException.class, () -> calls.run("Gather", x, Tensor.vector(0, index)));
            assertTrue(String.valueOf(e.getMessage()).contains(Long.toString(index)), e.getMessage());
        }
        Tensor empty = Tensor.allocate(DType.DOUBLE, 0, 2);
        Attributes columns = Attributes.of("axis", 1);
        assertThrows(CotangentException.class, () -> calls.run("Gather", columns, empty, Tensor.vector(2L)));
        Tensor outside = Tensor.of(new long[] {3}, 1, 1);
        assertThrows(CotangentException.class, () -> calls.run("ScatterND", x, outside, Tensor.vector(1.0)));
    }

    @Test
    void negativeIndicesCountFromTheBack() {
        Tensor x = Tensor.of(new String[] {"a", "b", "c"}, 3);
        assertArrayEquals(
                new String[] {"c", "a"},
                calls.run("Gather", x, Tensor.vector(-1, -3)).strings());
    }

    @Test
    void theLastUpdateOfOnePlaceWins() {
        Tensor zeros = Tensor.allocate(DType.DOUBLE, 3);
        Tensor written = calls.run("ScatterElements", zeros, Tensor.vector(1, 1, 1), Tensor.vector(5.0, 6.0, 7.0));
        assertArrayEquals(new double[] {0, 7, 0}, written.toDoubles());
    }

    /** 2048 + 1 is 2048 in float16, but 2048 + 1 + 1 + ... is not. */
    @Test
    void sumsOfHalfPrecisionNumbersAreRoundedOnce() {
        Tensor data = Tensor.full(DType.FLOAT16, 2048, 1);
        Tensor ones = Tensor.full(DType.FLOAT16, 1, 512);
        Tensor indices = Tensor.allocate(DType.INT64, 512);
        Tensor sum = calls.run("ScatterElements", Attributes.of("reduction", "add"), data, indices, ones);
        assertEquals(2560, sum.getDouble(0));
    }

    @Test
    void reductionsOfUnsignedNumbersCompareThemAsSuch() {
        Tensor data = Tensor.allocate(DType.UINT64, 1);
        Tensor updates = Tensor.allocate(DType.UINT64, 1);
        updates.setLong(0, -1);
        Attributes max = Attributes.of("reduction", "max");
        assertEquals(
                -1,
                calls.run("ScatterElements", max, data, Tensor.vector(0), updates)
                        .getLong(0));
    }

    @Test
    void stringsCannotBeReduced() {
        Tensor text = Tensor.of(new String[] {"a"}, 1);
        Attributes add = Attributes.of("reduction", "add");
        assertThrows(TypeException.class, () -> calls.run("ScatterElements", add, text, Tensor.vector(0), text));
    }

    /** The derivative of a product with respect to a factor is the product of the others, zero or not. */
    @Test
    void productsHaveDerivativesAtZero() {
        List<Tensor> gradients = calls.gradients(
                "ScatterElements",
                Attributes.of("reduction", "mul"),
                Tensor.vector(2.0, 5.0, 0.0),
                Tensor.vector(0, 0, 1, 1, 2),
                Tensor.vector(0.0, 3.0, 0.0, 0.0, 7.0));
        assertArrayEquals(new double[] {0, 0, 7}, gradients.get(0).toDoubles());
        assertArrayEquals(new double[] {6, 0, 0, 0, 0}, gradients.get(1).toDoubles());
    }

    @Test
    void equalExtremesShareTheDerivative() {
        List<Tensor> gradients = calls.gradients(
                "ScatterElements",
                Attributes.of("reduction", "max"),
                Tensor.vector(4.0, 1.0),
                Tensor.vector(0, 0, 0, 1),
                Tensor.vector(4.0, 4.0, 3.0, 9.0));
        double third = 1 / 3.0;
        assertArrayEquals(new double[] {third, 0}, gradients.get(0).toDoubles());
        assertArrayEquals(new double[] {third, third, 0, 1}, gradients.get(1).toDoubles());
    }

    @Test
    void gradientsOfRowsTakenTwiceAddUp() {
        Tensor table = Tensor.allocate(DType.DOUBLE, 4, 2);
        Tensor gradient = calls.gradients("Gather", Attributes.none(), table, Tensor.vector(2, 0, 2, -2))
                .getFirst();
        assertArrayEquals(new double[] {1, 1, 0, 0, 3, 3, 0, 0}, gradient.toDoubles());
    }

    @Test
    void shapesThatDoNotFitAreRefused() {
        Tensor x = Tensor.allocate(DType.DOUBLE, 2, 3);
        assertThrows(ShapeException.class, () -> calls.run("GatherElements", x, Tensor.vector(0)));
        Tensor deep = Tensor.allocate(DType.INT64, 1, 3);
        assertThrows(ShapeException.class, () -> calls.run("GatherND", x, deep));
        Tensor rows = Tensor.allocate(DType.INT64, 1, 1);
        assertThrows(ShapeException.class, () -> calls.run("ScatterND", x, rows, Tensor.vector(1.0, 2.0)));
    }
}
