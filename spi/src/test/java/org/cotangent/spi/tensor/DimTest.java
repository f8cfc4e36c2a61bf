package org.cotangent.spi.tensor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.cotangent.spi.ShapeException;
import org.junit.jupiter.api.Test;

/** Sizes are polynomials: what they say must be true of every size that the symbols may have. */
class DimTest {
    private static final Dim N = Dim.symbol("n");
    private static final Dim M = Dim.symbol("m");

    @Provide
    Arbitrary<Dim> dims() {
        Arbitrary<Dim> leaves = Arbitraries.of(Dim.of(0), Dim.of(1), Dim.of(3), N, M);
        return Combinators.combine(
                        leaves, leaves, leaves, Arbitraries.integers().between(-2, 4))
                .as((a, b, c, factor) -> a.times(b).plus(c.times(factor)));
    }

    private static Dim at(Dim dim, long n, long m) {
        Map<String, Dim> sizes = Map.of("n", Dim.of(n), "m", Dim.of(m));
        return dim.substitute(sizes::get);
    }

    @Property(edgeCases = EdgeCasesMode.NONE)
    void arithmeticCommutesWithSubstitution(
            @ForAll("dims") Dim a,
            @ForAll("dims") Dim b,
            @ForAll @IntRange(max = 9) int n,
            @ForAll @IntRange(max = 9) int m) {
        assertEquals(
                at(a, n, m).size() + at(b, n, m).size(), at(a.plus(b), n, m).size());
        assertEquals(
                at(a, n, m).size() - at(b, n, m).size(), at(a.minus(b), n, m).size());
        assertEquals(
                at(a, n, m).size() * at(b, n, m).size(), at(a.times(b), n, m).size());
    }

    @Property(edgeCases = EdgeCasesMode.NONE)
    void quotientsAreRoundedDownWhateverTheSymbolsAre(
            @ForAll("dims") Dim a,
            @ForAll @IntRange(min = 1, max = 5) int divisor,
            @ForAll @IntRange(max = 9) int n,
            @ForAll @IntRange(max = 9) int m) {
        assertEquals(
                Math.floorDiv(at(a, n, m).size(), divisor),
                at(a.floorDiv(Dim.of(divisor)), n, m).size());
    }

    @Property(edgeCases = EdgeCasesMode.NONE)
    void equalPolynomialsAreEqual(@ForAll("dims") Dim a, @ForAll("dims") Dim b, @ForAll("dims") Dim c) {
        assertEquals(a.plus(b), b.plus(a));
        assertEquals(a.times(b).times(c), a.times(b.times(c)));
        assertEquals(a.plus(b).times(c), a.times(c).plus(b.times(c)));
        assertEquals(a.plus(b).times(c).hashCode(), a.times(c).plus(b.times(c)).hashCode());
        assertEquals(Dim.of(0), a.minus(a));
    }

    @Test
    void aProductDividedByAFactorIsTheOtherFactor() {
        assertEquals(M.times(2), N.times(M).times(6).floorDiv(N.times(3)));
    }

    @Test
    void oneBroadcastsToAnythingAndTwoNumbersOnlyIfEqual() {
        assertEquals(N, Dim.of(1).broadcast(N));
        assertEquals(N, N.broadcast(N));
        assertEquals(Dim.of(3), N.broadcast(Dim.of(3)));
        assertEquals(Dim.of(0), Dim.of(1).broadcast(Dim.of(0)));
        assertThrows(ShapeException.class, () -> Dim.of(2).broadcast(Dim.of(3)));
        assertEquals(Dim.of(4), at(N.broadcast(M), 4, 1));
    }

    @Test
    void aSymbolicSizeIsNoNumber() {
        ShapeException e = assertThrows(ShapeException.class, N::size);
        assertTrue(String.valueOf(e.getMessage()).contains("n"), e.getMessage());
    }

    @Test
    void sizesThatOverflowAreErrorsOfShapes() {
        Dim large = Dim.of(Long.MAX_VALUE / 2);
        assertThrows(ShapeException.class, () -> large.times(3));
        assertThrows(ShapeException.class, () -> large.plus(large).plus(large));
        assertThrows(ShapeException.class, () -> large.times(N).times(3));
        assertThrows(ShapeException.class, () -> DType.DOUBLE.byteSize(Long.MAX_VALUE / 2));
        assertThrows(ShapeException.class, () -> Tensor.allocate(DType.INT8, 1L << 40, 1L << 40));
        assertEquals(Dim.of(-6), Dim.of(-2).times(3));
        assertEquals(Dim.of(Long.MAX_VALUE - 1), large.times(2));
    }

    @Test
    void onlyVectorsOfIntegersAreSizes() {
        assertEquals(List.of(Dim.of(2), Dim.of(-1)), Dim.elementsOf(Tensor.vector(2, -1)));
        assertEquals(List.of(Dim.of(5)), Dim.elementsOf(Tensor.scalar(5L)));
        assertNull(Dim.elementsOf(Tensor.scalar(5f)));
        assertNull(Dim.elementsOf(Tensor.allocate(DType.INT64, 1, 2)));
        assertNull(Dim.elementsOf(Tensor.allocate(DType.INT8, 1 << 20)), "a long vector is data");
    }
}
