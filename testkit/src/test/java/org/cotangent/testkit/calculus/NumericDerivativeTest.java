package org.cotangent.testkit.calculus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.DoubleUnaryOperator;
import org.cotangent.spi.tensor.Tensor;
import org.junit.jupiter.api.Test;

class NumericDerivativeTest {
    private static NumericDerivative of(DoubleUnaryOperator f, double x) {
        TensorTuple point = TensorTuple.of(Tensor.scalar(x));
        return NumericDerivative.along(t -> t.with(f.applyAsDouble(t.get(0))), point, point.with(1));
    }

    private static void assertBounds(double exact, NumericDerivative found) {
        double error = Math.abs(found.value().get(0) - exact);
        assertTrue(error <= 4 * found.error().get(0), () -> error + " exceeds 4 * " + found.error());
    }

    @Test
    void isAccurateAndKnowsIt() {
        for (double x = -3; x < 3; x += 0.37) {
            NumericDerivative exp = of(Math::exp, x);
            assertEquals(Math.exp(x), exp.value().get(0), 1e-9 * Math.exp(x) + 1e-11);
            assertBounds(Math.exp(x), exp);
            assertBounds(Math.cos(x), of(Math::sin, x));
            double t = x;
            assertBounds(20 * Math.cos(20 * t), of(s -> Math.sin(20 * s), x));
        }
    }

    @Test
    void aSmallerStepAvoidsAKinkNearby() {
        NumericDerivative found = of(Math::abs, 0.003);
        assertEquals(1, found.value().get(0), 1e-9);
        assertBounds(1, found);
    }

    @Test
    void atAKinkOrJumpTheErrorIsLarge() {
        assertTrue(of(Math::abs, 0).error().get(0) > 1);
        assertTrue(of(x -> Math.abs(x) + x * x, 1e-6).error().get(0) > 1e-3);
        assertTrue(of(Math::floor, 1e-6).error().get(0) > 1);
        assertTrue(!(of(Math::log, 1e-6).error().get(0) < 1));
    }
}
