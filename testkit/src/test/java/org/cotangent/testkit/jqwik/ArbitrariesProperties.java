package org.cotangent.testkit.jqwik;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.cotangent.spi.op.Derivative;
import org.cotangent.spi.op.Domain;
import org.cotangent.spi.op.Operator;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Shape;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.testkit.Laws;
import org.cotangent.testkit.example.TestOperator;

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
        return Tensors.samples(PRODUCT, 3);
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
        assertEquals(IntStream.range(0, 5).boxed().toList(), order.stream().sorted().toList());
    }

    @Property(tries = 20, seed = "1")
    void axesAreLegal(@ForAll("axes") int axis) {
        assertTrue(Shape.of(1, 1, 1).axis(axis) >= 0);
    }

    @Property(tries = 5, seed = "1")
    void operatorsObeyTheirLaws(@ForAll("calls") Domain.Sample call) {
        Laws.verify(PRODUCT, call);
    }
}
