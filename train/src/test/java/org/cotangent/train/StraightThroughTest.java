package org.cotangent.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.cotangent.engine.Cotangent;
import org.cotangent.engine.plan.Session;
import org.cotangent.spi.graph.Graph;
import org.cotangent.spi.graph.GraphBuilder;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.TensorType;
import org.junit.jupiter.api.Test;

class StraightThroughTest {
    private final Cotangent cotangent = Cotangent.load();
    private final GraphBuilder builder = cotangent.graph("quantised");
    private final Formulas f = new Formulas(builder);
    private final Value x = builder.input("x", TensorType.of(DType.FLOAT, 3));
    private final Value scale = builder.initializer("scale", Tensor.scalar(0.5f));
    private final Value codes = f.op("QuantizeLinear", Attributes.of("output_dtype", DType.INT8.code()), x, scale);

    private float[] run(Graph graph, String output) {
        try (Session session = cotangent.plan(graph, Map.of()).newSession()) {
            Tensor input = Tensor.vector(0.3f, -1.1f, 1000f);
            Tensor ones = Tensor.vector(1f, 1f, 1f);
            Map<String, Tensor> inputs =
                    graph.inputs().size() == 1 ? Map.of("x", input) : Map.of("x", input, "cotangent.y", ones);
            return Objects.requireNonNull(session.run(inputs).get(output)).toFloats();
        }
    }

    private static List<String> types(Graph graph) {
        return graph.nodes().stream().map(node -> node.operator().id().type()).toList();
    }

    @Test
    void gradientsPassWherePairsAreReplaced() {
        builder.output("y", f.op("DequantizeLinear", codes, scale));
        Graph before = builder.build();
        Graph after = StraightThrough.of(before, cotangent.operators());
        assertEquals(List.of("FakeQuantize"), types(after));
        assertArrayEquals(run(before, "y"), run(after, "y"));
        Graph gradient = cotangent.differentiation().vjp(after, List.of("x"));
        assertArrayEquals(new float[] {1, 1, 0}, run(gradient, "vjp.x"));
    }

    @Test
    void codesThatOthersUseStay() {
        builder.output("y", f.op("DequantizeLinear", codes, scale));
        builder.output("codes", codes);
        Graph after = StraightThrough.of(builder.build(), cotangent.operators());
        assertEquals(List.of("QuantizeLinear", "FakeQuantize"), types(after));
    }

    @Test
    void otherScalesAreNoPair() {
        builder.output("y", f.op("DequantizeLinear", codes, f.mul(scale, 2)));
        Graph after = StraightThrough.of(builder.build(), cotangent.operators());
        assertEquals(List.of("QuantizeLinear", "Mul", "DequantizeLinear"), types(after));
    }
}
