package org.cotangent.ops.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.cotangent.engine.eager.Eager;
import org.cotangent.engine.eager.EagerValue;
import org.cotangent.ops.Calls;
import org.cotangent.spi.AttributeException;
import org.cotangent.spi.GraphException;
import org.cotangent.spi.ShapeException;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.tensor.Tensor;
import org.junit.jupiter.api.Test;

class OptimizerStepTest {
    private static final String DOMAIN = "ai.onnx.preview.training";
    private static final Attributes MOMENTUM = Attributes.of("mode", "nesterov")
            .with("alpha", 0.5f)
            .with("beta", 0.25f)
            .with("norm_coefficient", 0.5f);

    private final Eager eager = new Calls().eager();

    private List<Tensor> run(String type, Attributes attributes, int outputs, Tensor... inputs) {
        Value[] values = Arrays.stream(inputs).map(eager::constant).toArray(Value[]::new);
        return eager.formulas().call(DOMAIN, type, attributes, outputs, values).stream()
                .map(eager::tensor)
                .toList();
    }

    @Test
    void tensorsComeBeforeGradientsAndStates() {
        List<Tensor> results = run(
                "Momentum",
                MOMENTUM.with("norm_coefficient", 0f).with("mode", "standard"),
                4,
                Tensor.scalar(1f),
                Tensor.scalar(1L),
                Tensor.vector(10f),
                Tensor.vector(20.0, 30.0),
                Tensor.vector(4f),
                Tensor.vector(8.0, 12.0),
                Tensor.vector(2f),
                Tensor.vector(6.0, 0.0));
        List<float[]> expected = List.of(new float[] {8}, new float[] {15, 27}, new float[] {2}, new float[] {5, 3});
        for (int i = 0; i < 4; i++) {
            assertArrayEquals(expected.get(i), results.get(i).toFloats());
        }
    }

    @Test
    void theFirstStepTakesTheWholeGradient() {
        for (long count : new long[] {0, 1}) {
            double g = 0.5 * 4 + 2;
            double v = 0.5 * 8 + (count == 0 ? 1 : 0.25) * g;
            List<Tensor> results = run(
                    "Momentum",
                    MOMENTUM,
                    2,
                    Tensor.scalar(0.5),
                    Tensor.scalar(count),
                    Tensor.vector(4.0),
                    Tensor.vector(2.0),
                    Tensor.vector(8.0));
            assertEquals(4 - 0.5 * (g + 0.5 * v), results.get(0).getDouble(0));
            assertEquals(v, results.get(1).getDouble(0));
        }
    }

    @Test
    void theRateOfAdamHasADerivativeBeforeTheFirstStep() {
        EagerValue rate = eager.variable(Tensor.scalar(0.1));
        Tensor one = Tensor.vector(1.0);
        Value[] inputs = {
            rate,
            eager.constant(Tensor.scalar(0L)),
            eager.constant(one),
            eager.constant(one),
            eager.constant(one),
            eager.constant(one)
        };
        Value x = eager.formulas()
                .call(DOMAIN, "Adam", Attributes.none(), 1, inputs)
                .getFirst();
        Tensor gradient =
                eager.grad(eager.formulas().reduceSum(x, false), List.of(rate)).getFirst();
        assertEquals(-1, gradient.getDouble(0), 1e-6);
    }

    @Test
    void anyStepOfAdagradIsScaledByAllBefore() {
        List<Tensor> results = run(
                "Adagrad",
                Attributes.none().with("decay_factor", 0.5f).with("epsilon", 1f),
                2,
                Tensor.scalar(1.0),
                Tensor.scalar(2L),
                Tensor.vector(1.0),
                Tensor.vector(4.0),
                Tensor.vector(9.0));
        assertEquals(1 - 0.5 * 4 / 6, results.get(0).getDouble(0), 1e-12);
        assertEquals(25, results.get(1).getDouble(0));
    }

    @Test
    void whatDoesNotFitTogetherIsRefused() {
        Tensor x = Tensor.vector(1f);
        Tensor rate = Tensor.scalar(1f);
        Tensor count = Tensor.scalar(1L);
        GraphException counted =
                assertThrows(GraphException.class, () -> run("Momentum", MOMENTUM, 1, rate, count, x, x));
        assertTrue(String.valueOf(counted.getMessage()).contains("groups of 3"));
        assertThrows(
                ShapeException.class, () -> run("Momentum", MOMENTUM, 1, rate, count, x, Tensor.vector(1f, 2f), x));
        assertThrows(
                AttributeException.class,
                () -> run("Momentum", MOMENTUM.with("mode", "plain"), 1, rate, count, x, x, x));
    }
}
