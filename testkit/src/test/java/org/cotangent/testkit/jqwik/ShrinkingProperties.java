package org.cotangent.testkit.jqwik;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.function.Predicate;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.Shrinkable;
import org.cotangent.spi.op.Attribute;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Derivative;
import org.cotangent.spi.op.Domain;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Shape;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.testkit.example.TestOperator;

/** What the arbitraries shrink to when whatever keeps a property is said to fail. */
class ShrinkingProperties {
    private static <T> T smallest(Arbitrary<T> values, Predicate<T> fails) {
        Shrinkable<T> found = values.generator(100).stream(new Random(3))
                .filter(value -> fails.test(value.value()))
                .findFirst()
                .orElseThrow();
        Optional<Shrinkable<T>> next = Optional.of(found);
        while (next.isPresent()) {
            found = next.get();
            var from = found;
            next = from.shrink()
                    .filter(smaller -> smaller.distance().compareTo(from.distance()) < 0)
                    .filter(smaller -> fails.test(smaller.value()))
                    .findFirst();
        }
        return found.value();
    }

    @Example
    void shapesLoseAxesAndSizes() {
        assertEquals(Shape.scalar(), smallest(Shapes.upTo(4, 5), shape -> true));
        assertEquals(Shape.of(1, 1), smallest(Shapes.upTo(4, 5), shape -> shape.rank() >= 2));
        assertEquals(
                Shape.of(0),
                smallest(Shapes.maybeEmpty(4, 5), shape -> shape.elements().is(0)));
    }

    @Example
    void shapesThatBroadcastBecomeEqual() {
        List<Shape> pair = smallest(
                Shapes.broadcastable(2, 3, 4), shapes -> shapes.getFirst().rank() >= 1);
        assertEquals(List.of(Shape.of(1), Shape.of(1)), pair);
    }

    @Example
    void axesAndIndicesBecomeZero() {
        assertEquals(0, smallest(Shapes.axes(4), axis -> true));
        Tensor indices = smallest(Tensors.indices(Shapes.upTo(2, 3), 5), tensor -> tensor.elements() >= 2);
        assertEquals("INT64[2] {0, 0}", indices.toString());
    }

    @Example
    void permutationsBecomeTheIdentity() {
        assertEquals(List.of(0, 1, 2, 3), smallest(Shapes.permutations(4), order -> true));
        assertEquals(List.of(1, 0, 2, 3), smallest(Shapes.permutations(4), order -> order.getFirst() != 0));
    }

    @Example
    void tensorsBecomeSmallBeforeTheyBecomePlain() {
        Tensor tensor = smallest(Tensors.of(DType.DOUBLE, Shapes.upTo(3, 4), -1, 1), t -> t.elements() >= 2);
        assertEquals("DOUBLE[2] {-1.0, -1.0}", tensor.toString());
    }

    @Example
    void geometriesBecomeOneTapThatMovesByOne() {
        Geometry plain = smallest(Geometry.upTo(3), geometry -> true);
        assertEquals(Shape.of(1, 1, 1), plain.weights());
        Geometry padded =
                smallest(Geometry.upTo(3), geometry -> geometry.attributes().integers("pads")[0] > 0);
        assertEquals(Shape.of(1, 1, 2), padded.weights());
        assertEquals(List.of(1L, 0L), longs(padded.attributes(), "pads"));
        assertEquals(List.of(1L), longs(padded.attributes(), "strides"));
    }

    private static List<Long> longs(Attributes attributes, String name) {
        return Arrays.stream(attributes.integers(name)).boxed().toList();
    }

    @Example
    void attributesVanish() {
        Arbitrary<Attributes> any = Calls.attributes(Map.of(
                "axis",
                Shapes.axes(3).map(Attribute.OfInt::new),
                "other",
                Shapes.axes(3).map(Attribute.OfInt::new)));
        assertEquals(Attributes.none(), smallest(any, attributes -> true));
        assertEquals(Attributes.of("axis", 0), smallest(any, attributes -> attributes.has("axis")));
    }

    @Example
    void callsBecomeSmallestWhereTheyAreStillLegal() {
        Domain.Sample call = smallest(
                Calls.of(TestOperator.product(new Derivative.Elementwise((f, at, k) -> at.input(1 - k))), 4),
                sample -> elements(sample) > 3);
        assertTrue(elements(call) <= 5, call::toString);
    }

    private static long elements(Domain.Sample call) {
        return call.inputs().stream()
                .filter(Objects::nonNull)
                .mapToLong(Tensor::elements)
                .sum();
    }
}
