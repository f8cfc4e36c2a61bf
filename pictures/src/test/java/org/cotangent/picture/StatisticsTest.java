package org.cotangent.picture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.cotangent.spi.tensor.Tensor;
import org.junit.jupiter.api.Test;

class StatisticsTest {
    @Test
    void momentsAreThoseOfTheElements() {
        Statistics found = Statistics.of(Tensor.vector(0.0, 2, 4, 6));
        assertNotNull(found);
        assertEquals(4, found.count());
        assertEquals(1, found.zeros());
        assertEquals(0, found.min());
        assertEquals(6, found.max());
        assertEquals(3, found.mean(), 1e-12);
        assertEquals(Math.sqrt(5), found.deviation(), 1e-12);
        assertEquals(1, found.histogram()[0]);
        assertEquals(1, found.histogram()[found.histogram().length - 1]);
        assertEquals(4, Arrays.stream(found.histogram()).sum());
    }

    @Test
    void whatIsNotFiniteIsCountedApart() {
        Statistics found = Statistics.of(Tensor.vector(Double.NaN, 1, Double.POSITIVE_INFINITY, 1));
        assertNotNull(found);
        assertEquals(2, found.infinite());
        assertEquals(1, found.mean());
        assertEquals(2, Arrays.stream(found.histogram()).sum());
    }

    @Test
    void theWidestRangeDoesNotOverflow() {
        Statistics found = Statistics.of(Tensor.vector(-Double.MAX_VALUE, Double.MAX_VALUE));
        assertNotNull(found);
        assertEquals(1, found.histogram()[0]);
        assertEquals(1, found.histogram()[found.histogram().length - 1]);
    }

    @Test
    void textsAndNothingHaveNone() {
        assertNull(Statistics.of(Tensor.of(new String[] {"a"}, 1)));
        assertNull(Statistics.of(Tensor.of(new double[0], 0)));
    }

    @Test
    void whereNothingIsFiniteOnlyTheCountIsKnown() {
        Statistics found = Statistics.of(Tensor.vector(Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY));
        assertNotNull(found);
        assertFalse(found.hasFinite());
        assertEquals(3, found.infinite());
        assertEquals(0, found.zeros());
        assertTrue(Double.isNaN(found.min()) && Double.isNaN(found.max()) && Double.isNaN(found.mean()));
        assertEquals(0, Arrays.stream(found.histogram()).sum());
    }
}
