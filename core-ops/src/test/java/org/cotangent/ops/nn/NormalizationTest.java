package org.cotangent.ops.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.cotangent.ops.Calls;
import org.cotangent.spi.AttributeException;
import org.cotangent.spi.ShapeException;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;
import org.junit.jupiter.api.Test;

class NormalizationTest {
    private final Calls calls = new Calls();

    @Test
    void aConstantRowBecomesTheBias() {
        Tensor x = Tensor.full(DType.FLOAT, 7, 2, 3);
        Tensor scale = Tensor.vector(1f, 2f, 3f);
        Tensor bias = Tensor.vector(4f, 5f, 6f);
        assertArrayEquals(
                new float[] {4, 5, 6, 4, 5, 6},
                calls.run("LayerNormalization", x, scale, bias).toFloats());
    }

    /** The squares would overflow float16. */
    @Test
    void narrowTypesAreComputedWide() {
        Tensor x = Calls.vector(DType.FLOAT16, 600, -600);
        Tensor one = Calls.vector(DType.FLOAT16, 1);
        assertEquals(1, calls.run("LayerNormalization", x, one).getDouble(0));
        assertEquals(-1, calls.run("RMSNormalization", x, one).getDouble(1));
        Tensor gradient =
                calls.gradients("RMSNormalization", Attributes.none(), x, one).getFirst();
        assertTrue(Arrays.stream(gradient.toDoubles()).allMatch(Double::isFinite));
    }

    @Test
    void theGradientOfNormalisedRowsIsOrthogonalToShifts() {
        Tensor x = Tensor.vector(1.0, 2.0, 4.0, -3.0);
        Tensor scale = Tensor.vector(1.0, -2.0, 0.5, 3.0);
        double[] gradient = calls.gradients("LayerNormalization", Attributes.none(), x, scale)
                .getFirst()
                .toDoubles();
        assertEquals(0, Arrays.stream(gradient).sum(), 1e-12);
    }

    @Test
    void trainingMixesTheRunningStatistics() {
        Tensor x = Tensor.of(new float[] {1, 3}, 2, 1);
        Tensor one = Tensor.vector(1f);
        Tensor zero = Tensor.vector(0f);
        Value[] inputs = {
            calls.eager().constant(x),
            calls.eager().constant(one),
            calls.eager().constant(zero),
            calls.eager().constant(Tensor.vector(10f)),
            calls.eager().constant(Tensor.vector(20f))
        };
        Attributes training =
                Attributes.of("training_mode", 1).with("momentum", 0.75f).with("epsilon", 0f);
        List<Value> outputs = calls.eager().formulas().call("", "BatchNormalization", training, 3, inputs);
        assertArrayEquals(
                new float[] {-1, 1}, calls.eager().tensor(outputs.get(0)).toFloats());
        assertEquals(8, calls.eager().tensor(outputs.get(1)).getDouble(0));
        assertEquals(15.25, calls.eager().tensor(outputs.get(2)).getDouble(0));
        assertThrows(
                AttributeException.class,
                () -> calls.eager().formulas().call("", "BatchNormalization", Attributes.none(), 3, inputs));
    }

    @Test
    void groupsOfOneChannelAreInstances() {
        Tensor x = Tensor.of(new float[] {1, 2, 3, 5, 8, 13}, 1, 2, 3);
        Tensor scale = Tensor.vector(2f, 3f);
        Tensor bias = Tensor.vector(-1f, 1f);
        assertArrayEquals(
                calls.run("InstanceNormalization", x, scale, bias).toFloats(),
                calls.run("GroupNormalization", Attributes.of("num_groups", 2), x, scale, bias)
                        .toFloats());
        assertThrows(
                ShapeException.class,
                () -> calls.run("GroupNormalization", Attributes.of("num_groups", 3), x, scale, bias));
    }

    @Test
    void scalesMustBroadcastToTheInput() {
        Tensor x = Tensor.allocate(DType.FLOAT, 2, 3);
        assertThrows(ShapeException.class, () -> calls.run("LayerNormalization", x, Tensor.vector(1f, 2f)));
        assertThrows(
                ShapeException.class, () -> calls.run("LayerNormalization", x, Tensor.allocate(DType.FLOAT, 1, 2, 3)));
    }
}
