package org.cotangent.autograd;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.function.UnaryOperator;
import org.cotangent.spi.CotangentException;
import org.cotangent.spi.GraphException;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;
import org.junit.jupiter.api.Test;

/** The same function, computed at once and planned. */
class CompiledTest {
    private final Autograd autograd = Autograd.load();
    private final Functional functional = autograd.functional();
    private final Variable w = autograd.randn(3, 3).requireGrad();

    private Variable net(Variable x) {
        Variable y = x;
        for (int i = 0; i < 3; i++) {
            y = w.matmul(y).add(y).tanh();
        }
        return y.square().sum();
    }

    @Test
    void plansComputeWhatIsComputedAtOnce() {
        try (Compiled compiled = functional.compile((UnaryOperator<Variable>) this::net)) {
            for (int columns : new int[] {1, 4, 1, 7}) {
                Variable x = autograd.randn(3, columns);
                assertEquals(net(x).item(), compiled.apply(x.tensor()).getDouble(0), 1e-5);
            }
            assertEquals(3, compiled.plans());
        }
    }

    @Test
    void derivativesArePartOfThePlan() {
        UnaryOperator<Variable> gradient = functional.grad(this::net);
        try (Compiled compiled = functional.compile(
                (Variable x) -> x.autograd().functional().grad(this::net).apply(x))) {
            Variable x = autograd.randn(3, 2);
            assertArrayEquals(
                    gradient.apply(x).toDoubles(), compiled.apply(x.tensor()).toDoubles(), 1e-5);
        }
    }

    @Test
    void parametersKeepTheirMemory() {
        Parameter scale = Parameter.of(Tensor.scalar(2f));
        try (Compiled compiled = functional.compile((Variable x) -> x.mul(scale))) {
            assertEquals(6, compiled.apply(Tensor.scalar(3f)).getDouble(0));
            scale.tensor().setDouble(0, 5);
            assertEquals(15, compiled.apply(Tensor.scalar(3f)).getDouble(0));
        }
    }

    @Test
    void writesIntoBuffersArePartOfThePlan() {
        Parameter calls = Parameter.buffer(Tensor.scalar(0f));
        try (Compiled compiled = functional.compile((Variable x) -> {
            calls.in(x.autograd()).inPlace(count -> count.add(1));
            return x.add(calls);
        })) {
            compiled.apply(Tensor.scalar(0f));
            assertEquals(2, compiled.apply(Tensor.scalar(0f)).getDouble(0));
            assertEquals(2, calls.tensor().getDouble(0));
        }
    }

    @Test
    void variablesOfOtherKindsAreTakenAsTheyAre() {
        Variable constant = autograd.tensor(1., 2.);
        Variable trained = autograd.tensor(1., 2.).requireGrad();
        try (Compiled compiled =
                functional.compile((Variable x) -> x.mul(constant).add(trained))) {
            Tensor ones = Tensor.full(DType.FLOAT, 1, 2);
            assertArrayEquals(new double[] {2, 4}, compiled.apply(ones).toDoubles());
            autograd.noGrad(() -> trained.addInPlace(autograd.ones(2)));
            assertArrayEquals(new double[] {3, 5}, compiled.apply(ones).toDoubles());
        }
    }

    @Test
    void decisionsOnElementsAreRefused() {
        try (Compiled compiled = functional.compile((Variable x) -> x.item() > 0 ? x : x.neg())) {
            CotangentException refusal =
                    assertThrows(CotangentException.class, () -> compiled.apply(Tensor.scalar(1f)));
            Refusals.says(refusal, "where");
        }
    }

    @Test
    void gradientsAreNotLeftBehind() {
        try (Compiled compiled = functional.compile((Variable x) -> {
            w.mul(x).sum().backward();
            return x;
        })) {
            assertThrows(GraphException.class, () -> compiled.apply(Tensor.scalar(1f)));
        }
    }
}
