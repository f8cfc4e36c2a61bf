package org.cotangent.cpu.onednn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.cotangent.engine.Cotangent;
import org.cotangent.engine.plan.Plan;
import org.cotangent.engine.plan.Session;
import org.cotangent.spi.graph.Graph;
import org.cotangent.spi.graph.GraphBuilder;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.TensorType;
import org.junit.jupiter.api.Test;

/** The engine finds the kernels, prefers them where they pay, and gets the same results as without them. */
class OneDnnPlanTest {

    private final Random random = new Random(3);

    private Tensor random(long... sizes) {
        Tensor tensor = Tensor.allocate(DType.FLOAT, sizes);
        for (long i = 0; i < tensor.elements(); i++) {
            tensor.setDouble(i, random.nextFloat() - 0.5);
        }
        return tensor;
    }

    private Graph network(Cotangent cotangent) {
        GraphBuilder graph = cotangent.graph("network");
        var image = graph.input("image", TensorType.of(DType.FLOAT, 4, 3, 32, 32));
        Attributes same = Attributes.of("auto_pad", "SAME_UPPER");
        var convolved =
                graph.apply("Conv", same, image, graph.constant(random(16, 3, 5, 5)), graph.constant(random(16)));
        var pooled =
                graph.apply("AveragePool", Attributes.of("kernel_shape", 2, 2).with("strides", 2, 2), convolved);
        var flat = graph.apply("Flatten", pooled);
        var scores = graph.apply("Gemm", flat, graph.constant(random(16 * 16 * 16, 10)), graph.constant(random(10)));
        graph.output("scores", scores);
        return graph.build();
    }

    @Test
    void plansWithOneDnnEqualPlansWithout() {
        OneDnn oneDnn = OneDnnLoader.here().load();
        assumeTrue(oneDnn instanceof OneDnn.Available, oneDnn::toString);
        Cotangent cotangent = Cotangent.load();
        Graph graph = network(cotangent);
        Plan fast = cotangent.plan(graph, Map.of());
        Plan slow = Cotangent.portable(cotangent.operators()).plan(graph, Map.of());
        for (String operator : new String[] {"Conv", "Gemm"}) {
            assertTrue(
                    fast.explain().stream().anyMatch(line -> line.contains(operator) && line.contains("oneDNN: ")),
                    fast::toString);
        }
        Map<String, Tensor> image = Map.of("image", random(4, 3, 32, 32));
        try (Session one = fast.newSession();
                Session other = slow.newSession()) {
            Tensor expected = Objects.requireNonNull(other.run(image).get("scores"));
            Tensor actual = Objects.requireNonNull(one.run(image).get("scores"));
            for (long i = 0; i < expected.elements(); i++) {
                assertEquals(expected.getDouble(i), actual.getDouble(i), 1e-3);
            }
        }
    }
}
