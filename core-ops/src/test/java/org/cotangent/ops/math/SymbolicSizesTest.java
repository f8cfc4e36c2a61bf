package org.cotangent.ops.math;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.cotangent.engine.OperatorRegistry;
import org.cotangent.spi.graph.GraphBuilder;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Dim;
import org.cotangent.spi.tensor.Shape;
import org.cotangent.spi.tensor.TensorType;
import org.junit.jupiter.api.Test;

/** Arithmetic on sizes is understood before any size is known. */
class SymbolicSizesTest {
    private final GraphBuilder builder =
            new GraphBuilder("g", OperatorRegistry.load(SymbolicSizesTest.class.getClassLoader()));
    private final Formulas f = new Formulas(builder);
    private final Dim n = Dim.symbol("n");

    private Value input(Dim... dims) {
        return builder.input("x", new TensorType(DType.FLOAT, Shape.of(List.of(dims))));
    }

    @Test
    void productsAndQuotientsOfSizesReshape() {
        Value x = input(n, Dim.of(6));
        Value rows = f.mul(f.sizeOf(x, 0), f.integers(2));
        Value columns = f.div(f.op("Shape", Attributes.of("start", 1), x), f.integers(2));
        assertEquals(
                Shape.of(List.of(n.times(2), Dim.of(3))),
                f.reshape(x, f.concat(0, List.of(rows, columns))).shape());
    }

    @Test
    void theProductOfAllSizesIsTheNumberOfElements() {
        Value x = input(n, Dim.of(3));
        Value count = f.reduce("ReduceProd", f.op("Shape", x), true);
        assertEquals(Shape.of(List.of(n.times(3))), f.reshape(x, count).shape());
    }

    @Test
    void broadcastingKeepsSymbols() {
        Value x = input(n, Dim.of(3));
        assertEquals(x.shape(), f.add(x, f.scalar(DType.FLOAT, 1)).shape());
        assertEquals(Shape.of(List.of(n, Dim.of(1))), f.reduceSum(x, true, 1).shape());
        assertEquals(Shape.of(List.of(Dim.of(3))), f.reduceSum(x, false, 0).shape());
    }
}
