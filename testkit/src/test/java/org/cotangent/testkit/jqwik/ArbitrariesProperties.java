package org.cotangent.testkit.jqwik;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.cotangent.ops.nn.Conv;
import org.cotangent.spi.op.Attribute;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Derivative;
import org.cotangent.spi.op.Domain;
import org.cotangent.spi.op.Operator;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Shape;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.testkit.Laws;
import org.cotangent.testkit.example.DoubledSquare;
import org.cotangent.testkit.example.TestOperator;
import org.cotangent.testkit.law.Legality;

class ArbitrariesProperties {
    private static final Operator PRODUCT =
            TestOperator.product(new Derivative.Elementwise((f, at, k) -> at.input(1 - k)));

    @Provide
    Arbitrary<List<Shape>> triples() {
        return Shapes.broadcastable(3, 4, 5);
    }

    @Provide
    Arbitrary<Tensor> tensors() {
        return Tensors.of(DType.FLOAT, Shapes.maybeEmpty(3, 4), -1, 2);
    }

    @Provide
    Arbitrary<List<Integer>> orders() {
        return Shapes.permutations(5);
    }

    @Provide
    Arbitrary<Integer> axes() {
        return Shapes.axes(3);
    }

    @Provide
    Arbitrary<Domain.Sample> calls() {
        return Calls.of(PRODUCT, 3);
    }

    @Provide
    Arbitrary<Geometry> geometries() {
        return Geometry.upTo(2);
    }

    @Provide
    Arbitrary<Tensor> indices() {
        return Tensors.indices(Shapes.maybeEmpty(2, 3), 4);
    }

    @Provide
    Arbitrary<Attributes> attributes() {
        return Calls.attributes(Map.of(
                "axis", Shapes.axes(2).map(Attribute.OfInt::new),
                "mode", Arbitraries.of("a", "b").map(Attribute.OfString::new)));
    }

    @Property(tries = 200, seed = "1")
    void broadcastableShapesBroadcast(@ForAll("triples") List<Shape> shapes) {
        Shape all = shapes.stream().reduce(Shape.scalar(), Shape::broadcast);
        assertTrue(all.isStatic());
        assertTrue(all.rank() <= 4);
    }

    @Property(tries = 200, seed = "1")
    void elementsAreInTheInterval(@ForAll("tensors") Tensor tensor) {
        for (double x : tensor.toDoubles()) {
            assertTrue(x >= -1 && x <= 2, () -> "element " + x);
        }
    }

    @Property(tries = 50, seed = "1")
    void permutationsHoldEveryAxisOnce(@ForAll("orders") List<Integer> order) {
        assertEquals(
                IntStream.range(0, 5).boxed().toList(), order.stream().sorted().toList());
    }

    @Property(tries = 20, seed = "1")
    void axesAreLegal(@ForAll("axes") int axis) {
        assertTrue(Shape.of(1, 1, 1).axis(axis) >= 0);
    }

    @Property(tries = 5, seed = "1")
    void operatorsObeyTheirLaws(@ForAll("calls") Domain.Sample call) {
        Laws.verify(PRODUCT, call);
    }

    @Property(tries = 20, seed = "1")
    void convolutionsTakeTheGeometries(@ForAll("geometries") Geometry geometry) {
        Tensor x = Tensor.allocate(DType.DOUBLE, geometry.input().sizes());
        Tensor w = Tensor.allocate(DType.DOUBLE, geometry.weights().sizes());
        assertTrue(Legality.accepts(new Conv(), Domain.Sample.of(geometry.attributes(), x, w)), geometry::toString);
    }

    @Property(tries = 50, seed = "1")
    void indicesPointIntoTheAxis(@ForAll("indices") Tensor indices) {
        for (long index : indices.toLongs()) {
            assertTrue(index >= -4 && index < 4, () -> "index " + index);
        }
    }

    @Property(tries = 50, seed = "1")
    void attributesAreOfTheirKind(@ForAll("attributes") Attributes attributes) {
        assertTrue(Set.of("axis", "mode").containsAll(attributes.names()));
        assertTrue(attributes.integer("axis", 0) < 2);
    }

    @Property(tries = 10, seed = "1")
    void annotationsAskForCalls(@ForAll @CallOf(value = DoubledSquare.class, size = 2) Domain.Sample call) {
        assertTrue(Legality.accepts(new DoubledSquare(), call));
    }
}
