package org.cotangent.spi.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.cotangent.spi.ShapeException;
import org.junit.jupiter.api.Test;

class AxisOrderTest {
    private static AxisOrder random(int rank, long seed) {
        List<Integer> axes = new ArrayList<>();
        for (int i = 0; i < rank; i++) {
            axes.add(i);
        }
        Collections.shuffle(axes, new Random(seed));
        return new AxisOrder(axes);
    }

    private static long[] sizes(int rank) {
        long[] sizes = new long[rank];
        for (int i = 0; i < rank; i++) {
            sizes[i] = i + 2L;
        }
        return sizes;
    }

    @Property
    void theInverseUndoes(@ForAll @IntRange(max = 6) int rank, @ForAll long seed) {
        AxisOrder order = random(rank, seed);
        assertTrue(order.then(order.inverse()).isNatural());
        assertTrue(order.inverse().then(order).isNatural());
        assertArrayEquals(sizes(rank), order.inverse().apply(order.apply(sizes(rank))));
    }

    @Property
    void oneAfterTheOtherIsTheirProduct(@ForAll @IntRange(max = 6) int rank, @ForAll long one, @ForAll long other) {
        AxisOrder first = random(rank, one);
        AxisOrder second = random(rank, other);
        assertArrayEquals(
                second.apply(first.apply(sizes(rank))), first.then(second).apply(sizes(rank)));
        assertEquals(
                second.apply(first.apply(Shape.of(sizes(rank)))),
                first.then(second).apply(Shape.of(sizes(rank))));
    }

    @Test
    void channelsGoBehindTheSizes() {
        assertArrayEquals(new long[] {1, 3, 4, 2}, AxisOrder.channelsLast(4).apply(1, 2, 3, 4));
        assertArrayEquals(new long[] {1, 3, 2}, AxisOrder.channelsLast(3).apply(1, 2, 3));
    }

    @Test
    void theNaturalOrderIsOneForAllRanks() {
        assertEquals(AxisOrder.natural(), AxisOrder.of(0, 1, 2));
        assertEquals(AxisOrder.natural(), AxisOrder.of());
    }

    @Test
    void eachAxisOccursOnce() {
        assertThrows(ShapeException.class, () -> AxisOrder.of(0, 0));
        assertThrows(ShapeException.class, () -> AxisOrder.of(1, 2));
    }
}
