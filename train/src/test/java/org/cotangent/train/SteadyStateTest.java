package org.cotangent.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.cotangent.engine.Cotangent;
import org.cotangent.engine.plan.Session;
import org.cotangent.spi.CotangentException;
import org.cotangent.spi.ShapeException;
import org.cotangent.spi.graph.Graph;
import org.cotangent.spi.graph.GraphBuilder;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.TensorType;
import org.junit.jupiter.api.Test;

/** What sessions promise about memory, and what they refuse. */
class SteadyStateTest {
    private static final int WIDTH = 256;

    private final Cotangent cotangent = Cotangent.load();

    private Graph network() {
        GraphBuilder builder = cotangent.graph("mlp");
        Formulas f = new Formulas(builder);
        Value x = builder.input("x", TensorType.of(DType.FLOAT, 64, WIDTH));
        for (int layer = 0; layer < 4; layer++) {
            Value w = builder.initializer("w" + layer, Tensor.full(DType.FLOAT, 1.0 / WIDTH, WIDTH, WIDTH));
            x = f.tanh(f.add(f.matmul(x, w), f.reduceMean(x, true, 1)));
        }
        builder.output("y", x);
        builder.output("sum", f.reshape(f.reduceSum(x, false), 1, 1));
        return builder.build();
    }

    @Test
    void runsIntoGivenOutputsAllocateNoTensorMemory() {
        try (Session session = cotangent.plan(network(), Map.of()).newSession()) {
            Map<String, Tensor> inputs = Map.of("x", Tensor.full(DType.FLOAT, 0.5, 64, WIDTH));
            Map<String, Tensor> outputs = new HashMap<>(session.run(inputs));
            Tensor y = Objects.requireNonNull(outputs.get("y"));
            float[] first = y.toFloats();
            for (int i = 0; i < 20; i++) {
                session.run(inputs, outputs);
            }
            assertEquals(0, session.lateAllocations());
            assertSame(y, outputs.get("y"));
            assertArrayEquals(first, y.toFloats());
        }
    }

    @Test
    void theArenaIsSmallerThanAllIntermediatesTogether() {
        try (Session session = cotangent.plan(network(), Map.of()).newSession()) {
            long tensor = 64L * WIDTH * 4;
            assertTrue(session.arenaBytes() <= 4 * tensor, session.arenaBytes() + " bytes");
        }
    }

    @Test
    void aMissingInputIsNamed() {
        try (Session session = cotangent.plan(network(), Map.of()).newSession()) {
            CotangentException e = assertThrows(CotangentException.class, () -> session.run(Map.of()));
            assertTrue(String.valueOf(e.getMessage()).contains("'x'"), e.getMessage());
        }
    }

    @Test
    void aWrongInputIsNamedWithBothTypes() {
        try (Session session = cotangent.plan(network(), Map.of()).newSession()) {
            Map<String, Tensor> inputs = Map.of("x", Tensor.allocate(DType.FLOAT, 2, WIDTH));
            ShapeException e = assertThrows(ShapeException.class, () -> session.run(inputs));
            assertTrue(String.valueOf(e.getMessage()).contains("FLOAT[64, 256]"), e.getMessage());
            assertTrue(String.valueOf(e.getMessage()).contains("FLOAT[2, 256]"), e.getMessage());
        }
    }

    @Test
    void explainNamesAKernelForEveryNode() {
        List<String> lines = cotangent.plan(network(), Map.of()).explain();
        assertTrue(lines.stream().anyMatch(line -> line.startsWith("MatMul") && line.contains("<-")), lines::toString);
    }
}
