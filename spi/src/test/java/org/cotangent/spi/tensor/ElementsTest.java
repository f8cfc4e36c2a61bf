package org.cotangent.spi.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.EnumSet;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.cotangent.spi.ShapeException;
import org.junit.jupiter.api.Test;

/** Elements of every type that holds numbers, through a tensor. */
class ElementsTest {
    private static final Set<DType> WHOLE = EnumSet.copyOf(DType.integers());

    @Property
    void wholeNumbersWrapAroundAndLeaveTheirNeighboursAlone(@ForAll long value) {
        for (DType dtype : WHOLE) {
            Tensor tensor = Tensor.allocate(dtype, 5);
            for (int i = 0; i < 5; i++) {
                tensor.setLong(i, 1);
            }
            tensor.setLong(2, value);
            long expected = wrapped(dtype, value);
            assertArrayEquals(new long[] {1, 1, expected, 1, 1}, tensor.toLongs(), dtype::toString);
        }
    }

    private static long wrapped(DType dtype, long value) {
        int unused = 64 - dtype.bits();
        return dtype.kind() == DType.Kind.SIGNED ? value << unused >> unused : value << unused >>> unused;
    }

    @Property
    void float32IsRoundedToBfloat16AsToTheNearest(@ForAll float value) {
        Tensor tensor = Tensor.allocate(DType.BFLOAT16, 1);
        tensor.setDouble(0, value);
        float found = (float) tensor.getDouble(0);
        if (Float.isNaN(value)) {
            assertTrue(Float.isNaN(found));
            return;
        }
        int bits = Float.floatToRawIntBits(value);
        float below = Float.intBitsToFloat(bits & 0xFFFF0000);
        float above = Float.intBitsToFloat((bits & 0xFFFF0000) + 0x10000);
        double half = ((double) below + above) / 2;
        boolean even = (bits >>> 16 & 1) == 0;
        float expected = Float.isInfinite(above) && !Float.isInfinite(value)
                ? found
                : Math.abs(value) < Math.abs(half) || (value == half && even) ? below : above;
        if (Float.isInfinite(value)) {
            expected = value;
        }
        assertEquals(expected, found);
    }

    @Test
    void narrowElementsArePacked() {
        assertEquals(3, DType.INT4.byteSize(5));
        assertEquals(2, DType.UINT2.byteSize(5));
        assertEquals(0, DType.INT4.byteSize(0));
    }

    @Test
    void largeUnsignedNumbersArePositive() {
        Tensor tensor = Tensor.allocate(DType.UINT64, 1);
        tensor.setLong(0, -1);
        assertEquals(0x1p64, tensor.getDouble(0));
    }

    @Test
    void aTensorHasPlaceForAllItsElements() {
        assertThrows(ShapeException.class, () -> Tensor.of(new float[] {1, 2, 3}, 2, 2));
    }

    @Test
    void aReshapedTensorLooksAtTheSameMemory() {
        Tensor tensor = Tensor.vector(1f, 2f, 3f, 4f);
        Tensor view = tensor.reshaped(2, 2);
        view.setDouble(3, 9);
        assertEquals(9, tensor.getDouble(3));
        assertThrows(ShapeException.class, () -> tensor.reshaped(3));
    }
}
