package org.cotangent.ops.array;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.cotangent.ops.Calls;
import org.cotangent.spi.AttributeException;
import org.cotangent.spi.CotangentException;
import org.cotangent.spi.ShapeException;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;
import org.junit.jupiter.api.Test;

class ArrangementTest {
    private final Calls calls = new Calls();

    private static Tensor counting(DType dtype, long... sizes) {
        Tensor tensor = Tensor.allocate(dtype, sizes);
        for (long i = 0; i < tensor.elements(); i++) {
            tensor.setLong(i, i);
        }
        return tensor;
    }

    @Test
    void elementsNarrowerThanAByteAreTransposed() {
        Tensor turned = calls.run("Transpose", counting(DType.INT4, 2, 3));
        assertArrayEquals(new long[] {0, 3, 1, 4, 2, 5}, turned.toLongs());
    }

    @Test
    void stringsAreMovedToo() {
        Tensor text = Tensor.of(new String[] {"a", "b", "c", "d"}, 2, 2);
        assertArrayEquals(
                new String[] {"a", "c", "b", "d"}, calls.run("Transpose", text).strings());
        Tensor padded = calls.run("Pad", text, Tensor.vector(0, 0, 0, 1));
        assertArrayEquals(new String[] {"a", "b", "", "c", "d", ""}, padded.strings());
    }

    @Test
    void reshapeRefusesOtherNumbersOfElements() {
        Tensor x = counting(DType.DOUBLE, 2, 3);
        assertThrows(ShapeException.class, () -> calls.run("Reshape", x, Tensor.vector(4, -1)));
        assertThrows(ShapeException.class, () -> calls.run("Reshape", x, Tensor.vector(5)));
        assertThrows(ShapeException.class, () -> calls.run("Reshape", x, Tensor.vector(-1, -1)));
        Tensor empty = Tensor.allocate(DType.DOUBLE, 0, 3);
        Attributes allowZero = Attributes.of("allowzero", 1);
        assertThrows(ShapeException.class, () -> calls.run("Reshape", allowZero, empty, Tensor.vector(0, -1)));
        assertEquals(
                0, calls.run("Reshape", allowZero, empty, Tensor.vector(7, 0)).elements());
    }

    @Test
    void aPermutationNamesEveryAxisOnce() {
        Tensor x = counting(DType.DOUBLE, 2, 3);
        for (long[] perm : new long[][] {{0, 0}, {0}, {}, {0, 2}, {-1, 0}}) {
            assertThrows(AttributeException.class, () -> calls.run("Transpose", Attributes.of("perm", perm), x));
        }
    }

    @Test
    void slicesGoBackwardsAndAreClamped() {
        Tensor x = counting(DType.DOUBLE, 5);
        Tensor reversed = calls.run(
                "Slice", x, Tensor.vector(10), Tensor.vector(Long.MIN_VALUE), Tensor.vector(0), Tensor.vector(-2));
        assertArrayEquals(new double[] {4, 2, 0}, reversed.toDoubles());
        assertEquals(
                0, calls.run("Slice", x, Tensor.vector(4), Tensor.vector(-3)).elements());
        assertThrows(
                ShapeException.class,
                () -> calls.run("Slice", x, Tensor.vector(0), Tensor.vector(1), Tensor.vector(0), Tensor.vector(0)));
    }

    @Test
    void reflectionsAndWrapsRepeatAsOftenAsItTakes() {
        Tensor x = counting(DType.DOUBLE, 3);
        assertArrayEquals(
                new double[] {1, 2, 1, 0, 1, 2, 1, 0, 1},
                calls.run("Pad", Attributes.of("mode", "reflect"), x, Tensor.vector(3, 3))
                        .toDoubles());
        assertArrayEquals(
                new double[] {2, 0, 1, 2, 0, 1, 2, 0},
                calls.run("Pad", Attributes.of("mode", "wrap"), x, Tensor.vector(1, 4))
                        .toDoubles());
        assertArrayEquals(
                new double[] {1, 2, 2, 2},
                calls.run("Pad", Attributes.of("mode", "edge"), x, Tensor.vector(-1, 2))
                        .toDoubles());
    }

    @Test
    void paddingNothingByReflectionIsRefused() {
        Tensor empty = Tensor.allocate(DType.DOUBLE, 0);
        Attributes reflect = Attributes.of("mode", "reflect");
        assertThrows(CotangentException.class, () -> calls.run("Pad", reflect, empty, Tensor.vector(1, 0)));
        assertEquals(1, calls.run("Pad", empty, Tensor.vector(1, 0)).elements());
    }

    @Test
    void concatRefusesOtherSizes() {
        Attributes rows = Attributes.of("axis", 0);
        Tensor x = counting(DType.DOUBLE, 2, 3);
        assertThrows(ShapeException.class, () -> calls.run("Concat", rows, x, counting(DType.DOUBLE, 2, 2)));
        assertEquals(
                6,
                calls.run("Concat", rows, x, Tensor.allocate(DType.DOUBLE, 0, 3))
                        .elements());
    }

    /** Every element goes through [rows, columns] -> [columns, rows] in blocks, and back. */
    @Test
    void largeMatricesAreTransposedInBlocks() {
        Tensor x = counting(DType.INT32, 3, 67, 45);
        Tensor turned = calls.run("Transpose", Attributes.of("perm", 0, 2, 1), x);
        for (long b = 0; b < 3; b++) {
            for (long i = 0; i < 67; i++) {
                for (long j = 0; j < 45; j++) {
                    assertEquals(x.getLong((b * 67 + i) * 45 + j), turned.getLong((b * 45 + j) * 67 + i));
                }
            }
        }
    }
}
