package org.cotangent.autograd;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.cotangent.spi.CotangentException;
import org.cotangent.spi.GraphException;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Shape;
import org.cotangent.spi.tensor.Tensor;
import org.junit.jupiter.api.Test;

/** Functions of functions: gradients of gradients, products, Jacobians, batches, recomputation. */
class FunctionalTest {
    private final Autograd autograd = Autograd.load();
    private final Functional functional = autograd.functional();
    private final Variable x = doubles(0.3, -1.2, 2);
    private final Variable v = doubles(1, -0.5, 0.25);

    private Variable doubles(double... values) {
        return autograd.tensor(Tensor.vector(values));
    }

    /** {@code [x0 x1, sin x2]}. */
    private Variable pair(Variable p) {
        return autograd.stack(0, p.get(0).mul(p.get(1)), p.get(2).sin());
    }

    private static void near(Variable actual, double... expected) {
        assertArrayEquals(expected, actual.toDoubles(), 1e-9);
    }

    @Test
    void gradientsNestToAnyOrder() {
        UnaryOperator<Variable> cube = p -> p.pow(4).sum();
        Variable at = doubles(2);
        near(functional.grad(cube).apply(at), 32);
        near(functional.grad(p -> functional.grad(cube).apply(p).sum()).apply(at), 48);
        near(
                functional
                        .grad(p -> functional
                                .grad(q -> functional.grad(cube).apply(q).sum())
                                .apply(p)
                                .sum())
                        .apply(at),
                48);
    }

    @Test
    void theTwoProductsFitTheJacobian() {
        near(functional.jacobian(this::pair, x), -1.2, 0.3, 0, 0, 0, Math.cos(2));
        Functional.Pushed pushed = functional.jvp(this::pair, x, v);
        near(pushed.output(), -0.36, Math.sin(2));
        near(pushed.tangent(), -1.2 - 0.15, 0.25 * Math.cos(2));
        Functional.Pulled pulled = functional.vjp(this::pair, x);
        near(pulled.pullback().apply(doubles(2, 3)), -2.4, 0.6, 3 * Math.cos(2));
        near(pulled.pullback().apply(doubles(1, 0)), -1.2, 0.3, 0);
    }

    @Test
    void jacobiansOfScalarsAndOfMatricesHaveTheShapesOfBoth() {
        assertEquals(Shape.of(3), functional.jacobian(p -> p.sum(), x).shape());
        Variable matrix = autograd.randn(2, 3);
        Variable jacobian = functional.jacobian(p -> p.matmul(p.t()), matrix);
        assertEquals(Shape.of(2, 2, 2, 3), jacobian.shape());
    }

    @Test
    void hessiansHoldTheSecondDerivatives() {
        UnaryOperator<Variable> f =
                p -> p.get(0).mul(p.get(1)).mul(p.get(2)).add(p.pow(3).sum());
        Variable hessian = functional.hessian(f, x);
        near(hessian, 6 * 0.3, 2, -1.2, 2, -7.2, 0.3, -1.2, 0.3, 12);
        near(
                functional.jvp(functional.grad(f), x, v).tangent(),
                hessian.matmul(v).toDoubles());
    }

    @Test
    void whatDoesNotDependHasAZeroDerivative() {
        near(functional.grad(p -> autograd.tensor(Tensor.scalar(3.0))).apply(x), 0, 0, 0);
        near(functional.jvp(p -> doubles(1, 2), x, v).tangent(), 0, 0);
    }

    @Test
    void derivativesOfFunctionsReachTheirParameters() {
        Variable w = doubles(2, 3, 4).requireGrad();
        Variable slope = functional.grad(p -> p.pow(2).mul(w).sum()).apply(x);
        near(autograd.grad(slope.sum(), w).getFirst(), 0.6, -2.4, 4);
    }

    @Test
    void derivativesStopWhereTheFunctionIsNotRecorded() {
        near(functional.grad(p -> p.detach().mul(p).sum()).apply(x), x.toDoubles());
        near(functional.grad(p -> autograd.noGrad(() -> p.mul(1)).mul(p).sum()).apply(x), x.toDoubles());
    }

    @Test
    void decisionsInJavaAreFollowed() {
        UnaryOperator<Variable> collatz = p -> {
            Variable q = p;
            while (q.item() > 1) {
                q = q.item() > 4 ? q.mul(0.5) : q.sub(1);
            }
            return q;
        };
        near(functional.grad(collatz).apply(autograd.tensor(Tensor.scalar(10.0))), slope(10));
        near(functional.grad(collatz).apply(autograd.tensor(Tensor.scalar(3.0))), slope(3));
    }

    private static double slope(double from) {
        double slope = 1;
        for (double q = from; q > 1; q = q > 4 ? q / 2 : q - 1) {
            slope *= q > 4 ? 0.5 : 1;
        }
        return slope;
    }

    @Test
    void batchedFunctionsDoWhatLoopsDo() {
        Variable w = autograd.randn(3, 4);
        Variable batch = autograd.randn(5, 2, 3);
        List<UnaryOperator<Variable>> functions = List.of(
                p -> p.matmul(w).add(w.get(1)).tanh(),
                p -> w.t().matmul(p.t()),
                p -> p.get(0).mul(p.get(1)).softmax(0),
                p -> p.sum(1).sub(p.mean()),
                p -> p.get(0).dot(p.get(1)),
                p -> p.reshape(3, 2).permute(1, 0).mul(p),
                p -> autograd.scalar(2).sub(p.max(-1)),
                p -> w.matmul(autograd.ones(4)).mul(p),
                p -> p.cumSum(1).slice(1, 1, 3),
                p -> autograd.ones(2),
                p -> p.unsqueeze(0).expand(4, 2, 3).logSumExp(0, 2));
        for (int i = 0; i < functions.size(); i++) {
            UnaryOperator<Variable> f = functions.get(i);
            Variable mapped = functional.vmap(f).apply(batch);
            Variable[] one = new Variable[5];
            for (int b = 0; b < 5; b++) {
                one[b] = f.apply(batch.get(b));
            }
            Variable looped = autograd.stack(0, one);
            assertEquals(looped.shape(), mapped.shape(), "function " + i);
            assertArrayEquals(looped.toDoubles(), mapped.toDoubles(), 1e-5, "function " + i);
        }
    }

    /**
     * Transpose reverses the axes of its input where it is not told otherwise: those of the elements, not of the batch.
     */
    @Test
    void batchedTranspositionsReverseTheAxesOfElements() {
        Variable batch = autograd.rand(5, 2, 3);
        Variable mapped = functional
                .vmap(x -> x.autograd().op("Transpose", Attributes.none(), x))
                .apply(batch);
        assertEquals("[5, 3, 2]", mapped.shape().toString());
        assertEquals(batch.tensor().getDouble(6 + 1), mapped.tensor().getDouble(6 + 2));
    }

    @Test
    void batchedFunctionsOfTwoVariables() {
        Variable a = autograd.randn(6, 3);
        Variable b = autograd.randn(6, 3);
        Variable dots = functional.vmap((p, q) -> p.dot(q)).apply(a, b);
        assertArrayEquals(a.mul(b).sum(1).toDoubles(), dots.toDoubles(), 1e-5);
    }

    @Test
    void gradientsOfEachElementOfABatch() {
        Variable w = autograd.randn(3).requireGrad();
        Variable batch = autograd.randn(4, 3);
        Variable slopes =
                functional.vmap(functional.grad(p -> p.mul(w).sum().sin())).apply(batch);
        Variable expected = batch.matmul(w).cos().unsqueeze(1).mul(w);
        assertArrayEquals(expected.toDoubles(), slopes.toDoubles(), 1e-5);
        Variable through = autograd.grad(slopes.square().sum(), w).getFirst();
        Variable direct = autograd.grad(expected.square().sum(), w).getFirst();
        assertArrayEquals(direct.toDoubles(), through.toDoubles(), 1e-4);
    }

    @Test
    void batchedFunctionsDrawNothing() {
        GraphException refusal = assertThrows(
                GraphException.class,
                () -> functional.vmap(p -> p.dropout(0.5, true)).apply(autograd.ones(3, 4)));
        Refusals.says(refusal, "outside");
        assertThrows(
                CotangentException.class,
                () -> functional.vmap(p -> p.item() > 0 ? p : p.neg()).apply(autograd.ones(3)));
    }

    @Test
    void recomputationGivesTheSameGradients() {
        autograd.seed(3);
        Variable w = autograd.randn(4, 4).requireGrad();
        Parameter bias = Parameter.of(Tensor.full(DType.FLOAT, 0.5, 4));
        Variable start = autograd.randn(2, 4).requireGrad();
        AtomicInteger runs = new AtomicInteger();
        UnaryOperator<Variable> f = p -> {
            runs.incrementAndGet();
            return p.matmul(w).add(bias).tanh().dropout(0.5, true).matmul(w);
        };
        autograd.seed(11);
        Variable plain = f.apply(start).square().sum();
        List<Variable> expected = autograd.grad(plain, start, w, bias.in(autograd));
        autograd.seed(11);
        Variable checkpointed = functional.checkpoint(f, start).square().sum();
        assertEquals(plain.item(), checkpointed.item());
        assertEquals(2, runs.get());
        List<Variable> found = autograd.grad(checkpointed, start, w, bias.in(autograd));
        assertEquals(3, runs.get());
        for (int i = 0; i < 3; i++) {
            assertArrayEquals(expected.get(i).toDoubles(), found.get(i).toDoubles(), 1e-6);
        }
    }

    @Test
    void recomputationKeepsOnlyTheInputs() {
        Variable start = autograd.randn(8).requireGrad();
        Variable y = functional.checkpoint(p -> p.sin().cos().exp().tanh(), start);
        GradFunction function = Objects.requireNonNull(y.gradFunction());
        assertEquals("Recomputation", function.name());
        assertEquals(
                "AccumulateGrad", function.nextFunctions().getFirst().function().name());
    }

    @Test
    void recomputationHasSecondDerivatives() {
        UnaryOperator<Variable> f = p -> functional.checkpoint(q -> q.pow(3), p).sum();
        near(functional.hessian(f, doubles(2, 5)), 12, 0, 0, 30);
    }
}
