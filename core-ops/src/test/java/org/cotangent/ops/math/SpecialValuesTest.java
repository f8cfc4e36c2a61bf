package org.cotangent.ops.math;

import static org.cotangent.ops.Calls.vector;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.cotangent.ops.Calls;
import org.cotangent.spi.AttributeException;
import org.cotangent.spi.ShapeException;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;
import org.junit.jupiter.api.Test;

class SpecialValuesTest {
    private static final double NAN = Double.NaN;
    private static final double INF = Double.POSITIVE_INFINITY;

    private final Calls calls = new Calls();

    private static void expect(Tensor actual, double... expected) {
        assertArrayEquals(expected, actual.toDoubles());
    }

    @Test
    void extremesAndActivationsKeepNaN() {
        Tensor x = Tensor.vector(NAN, 1.0);
        Tensor y = Tensor.vector(0.0, NAN);
        for (String type : List.of("Max", "Min", "Add")) {
            expect(calls.run(type, x, y), NAN, NAN);
        }
        for (String type : List.of("Relu", "Elu", "Selu", "LeakyRelu", "HardSwish", "Sign", "Softplus", "Gelu")) {
            assertEquals(NAN, calls.run(type, x).getDouble(0), type);
        }
    }

    @Test
    void activationsDoNotOverflow() {
        Tensor x = Tensor.vector(-1e4, 1e4);
        expect(calls.run("Softplus", x), 0, 1e4);
        expect(calls.run("Sigmoid", x), 0, 1);
        expect(calls.run("Mish", x), -0.0, 1e4);
        expect(calls.run("Elu", x), -1, 1e4);
    }

    @Test
    void whatIsNotChosenHasNoEffect() {
        Tensor condition = Tensor.of(new boolean[] {true, false}, 2);
        Tensor x = Tensor.vector(1.0, NAN);
        Tensor y = Tensor.vector(NAN, 2.0);
        expect(calls.run("Where", condition, x, y), 1, 2);
        List<Tensor> gradients = calls.gradients("Where", Attributes.none(), condition, x, y);
        expect(gradients.get(0), 1, 0);
        expect(gradients.get(1), 0, 1);
    }

    @Test
    void halvesAreRoundedToEvenNumbers() {
        expect(calls.run("Round", Tensor.vector(-2.5, -1.5, -0.5, 0.5, 1.5, 2.5)), -2, -2, -0.0, 0, 2, 2);
    }

    @Test
    void clippingTakesAbsentBoundsAndTheUpperOneOfCrossedBounds() {
        Tensor x = Tensor.vector(-2.0, 0.0, 2.0);
        expect(calls.run("Clip", x), -2, 0, 2);
        expect(calls.run("Clip", x, null, Tensor.scalar(1.0)), -2, 0, 1);
        expect(calls.run("Clip", x, Tensor.scalar(1.0), Tensor.scalar(-1.0)), -1, -1, -1);
        expect(calls.run("Clip", Tensor.scalar(3.0), null, Tensor.vector(1.0)), 1);
    }

    @Test
    void derivativesAtKinksAreThoseDocumented() {
        Tensor zero = Tensor.vector(0.0);
        expect(calls.gradients("Relu", Attributes.none(), zero).getFirst(), 0);
        expect(calls.gradients("Abs", Attributes.none(), zero).getFirst(), 0);
        expect(calls.gradients("LeakyRelu", Attributes.none(), zero).getFirst(), 1);
        expect(calls.gradients("Celu", Attributes.none(), zero).getFirst(), 1);
        List<Tensor> shared = calls.gradients("Max", Attributes.none(), zero, zero, Tensor.vector(-1.0));
        expect(shared.get(0), 0.5);
        expect(shared.get(1), 0.5);
        expect(shared.get(2), 0);
    }

    @Test
    void powersHaveDerivativesAtZeroAndBelow() {
        Tensor base = Tensor.vector(0.0, 0.0, 0.0, -2.0, -2.0);
        Tensor exponent = Tensor.vector(0.0, 1.0, 2.0, 3.0, -1.0);
        List<Tensor> gradients = calls.gradients("Pow", Attributes.none(), base, exponent);
        expect(gradients.get(0), 0, 1, 0, 12, -0.25);
        expect(gradients.get(1), 0, 0, 0, 0, 0);
        expect(
                calls.gradients("Pow", Attributes.none(), base, vector(DType.INT64, 3))
                        .getFirst(),
                0,
                0,
                0,
                12,
                12);
    }

    @Test
    void badCallsAreRefused() {
        Tensor x = Tensor.vector(1.0, 2.0);
        assertThrows(ShapeException.class, () -> calls.run("Add", x, Tensor.vector(1.0, 2.0, 3.0)));
        assertThrows(ShapeException.class, () -> calls.run("PRelu", x, Tensor.of(new double[4], 2, 2)));
        assertThrows(ShapeException.class, () -> calls.run("Clip", x, x, null));
        assertThrows(AttributeException.class, () -> calls.run("Gelu", Attributes.of("approximate", "cubic"), x));
        assertThrows(
                AttributeException.class, () -> calls.run("BitShift", vector(DType.UINT8, 1), vector(DType.UINT8, 1)));
        assertThrows(
                AttributeException.class,
                () -> calls.run("Shrink", Attributes.none().with("bias", 0.5f), vector(DType.INT32, 1)));
        assertEquals(INF, calls.run("Exp", Tensor.scalar(1e4)).getDouble(0));
    }
}
