package org.cotangent.ops.math;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import org.cotangent.ops.Calls;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.tensor.Tensor;
import org.junit.jupiter.api.Test;

class QuickGeluTest {
    @Test
    void itIsTheProductWithASteeperSigmoid() {
        Calls calls = new Calls();
        Value x = calls.eager().constant(Tensor.vector(2.0, Double.NEGATIVE_INFINITY, 0.0));
        Value y = calls.eager()
                .formulas()
                .call("com.microsoft", "QuickGelu", Attributes.none(), 1, x)
                .getFirst();
        double expected = 2 / (1 + Math.exp(-2 * (double) 1.702f));
        assertArrayEquals(
                new double[] {expected, Double.NaN, 0}, calls.eager().tensor(y).toDoubles(), 1e-12);
    }
}
