package org.cotangent.engine.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.cotangent.spi.CotangentException;
import org.cotangent.spi.GraphException;
import org.cotangent.spi.ShapeException;
import org.cotangent.spi.TypeException;
import org.cotangent.spi.graph.Graph;
import org.cotangent.spi.graph.GraphBuilder;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Dim;
import org.cotangent.spi.tensor.Shape;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.TensorType;
import org.junit.jupiter.api.Test;

class SpecialisationTest {
    private static final Dim BATCH = Dim.symbol("batch");

    private static Graph doubled() {
        GraphBuilder graph = Toys.graph();
        Value x = graph.input("x", new TensorType(DType.FLOAT, Shape.of(List.of(BATCH, Dim.of(3)))));
        graph.output("y", graph.apply("Add", x, x));
        return graph.build();
    }

    private static Graph specialised(Graph graph, Map<String, TensorType> inputs) {
        return new Specialisation(Toys.OPERATORS, Toys.calls()).apply(graph, inputs);
    }

    private static void assertRefused(Class<? extends CotangentException> kind, TensorType given, String... words) {
        CotangentException e = assertThrows(kind, () -> specialised(doubled(), Map.of("x", given)));
        for (String word : words) {
            assertTrue(String.valueOf(e.getMessage()).contains(word), e.getMessage());
        }
    }

    @Test
    void sizesGoThroughTheGraph() {
        Graph graph = specialised(doubled(), Map.of("x", TensorType.of(DType.FLOAT, 5, 3)));
        assertEquals(TensorType.of(DType.FLOAT, 5, 3), graph.output("y").type());
    }

    @Test
    void aSymbolStaysASymbolWhereNoSizeIsGiven() {
        Graph graph = specialised(doubled(), Map.of());
        assertEquals(
                new TensorType(DType.FLOAT, Shape.of(List.of(BATCH, Dim.of(3)))),
                graph.output("y").type());
    }

    @Test
    void oneSymbolHasOneSizeInAllInputs() {
        GraphBuilder builder = Toys.graph();
        Value x = builder.input("x", new TensorType(DType.FLOAT, Shape.of(List.of(BATCH))));
        Value y = builder.input("y", new TensorType(DType.FLOAT, Shape.of(List.of(BATCH))));
        builder.output("sum", builder.apply("Add", x, y));
        Graph graph = specialised(builder.build(), Map.of("x", TensorType.of(DType.FLOAT, 4)));
        assertEquals(TensorType.of(DType.FLOAT, 4), graph.input("y").type());
    }

    @Test
    void whatDoesNotFitIsRefusedWithNamesAndTypes() {
        assertRefused(TypeException.class, TensorType.of(DType.DOUBLE, 5, 3), "'x'", "FLOAT", "DOUBLE");
        assertRefused(ShapeException.class, TensorType.of(DType.FLOAT, 5), "'x'", "rank 2");
        assertRefused(ShapeException.class, TensorType.of(DType.FLOAT, 5, 4), "'x'", "axis 1 must be 3");
        GraphException e = assertThrows(
                GraphException.class, () -> specialised(doubled(), Map.of("z", TensorType.of(DType.FLOAT, 5, 3))));
        assertTrue(String.valueOf(e.getMessage()).contains("[x]"), e.getMessage());
    }

    @Test
    void whatDependsOnConstantsAloneIsComputedAtOnce() {
        GraphBuilder builder = Toys.graph();
        Value x = builder.input("x", TensorType.of(DType.FLOAT, 2));
        Value two = builder.initializer("two", Toys.floats(1, 2));
        builder.output("y", builder.apply("Add", x, builder.apply("Mul", two, two)));
        Graph graph = specialised(builder.build(), Map.of());
        assertEquals(1, graph.nodes().size());
        Value constant =
                Objects.requireNonNull(graph.nodes().getFirst().inputs().get(1));
        Tensor tensor = Objects.requireNonNull(graph.initializers().get(constant));
        assertEquals(4, tensor.getDouble(1));
    }

    @Test
    void parametersAreNoConstants() {
        GraphBuilder builder = Toys.graph();
        Value p = builder.parameter("p", Toys.floats(1, 2));
        builder.output("y", builder.apply("Mul", p, p));
        assertEquals(1, specialised(builder.build(), Map.of()).nodes().size());
    }
}
