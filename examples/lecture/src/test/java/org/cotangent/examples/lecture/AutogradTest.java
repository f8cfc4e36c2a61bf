package org.cotangent.examples.lecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Objects;
import org.cotangent.autograd.GradFunction;
import org.cotangent.autograd.Variable;
import org.cotangent.spi.GraphException;
import org.cotangent.spi.TypeException;
import org.junit.jupiter.api.Test;

/** Lecture 4.2, Autograd: requires-grad, gradients, and what goes wrong. */
class AutogradTest extends Slides {
    @Test
    void resultsRequireGradientsIfAnOperandDoes() {
        Variable x = autograd.tensor(1., 2.);
        Variable y = autograd.tensor(4., 5.);
        Variable z = autograd.tensor(7., 3.);
        assertFalse(x.requiresGrad());
        assertFalse(x.add(y).requiresGrad());
        z.requireGrad();
        assertTrue(x.add(z).requiresGrad());
        z.requireGrad(false);
        assertFalse(x.add(z).requiresGrad());
    }

    @Test
    void onlyFloatingPointTensorsHaveGradients() {
        autograd.tensor(1., 10.).requireGrad();
        Variable integers = autograd.tensor(1, 10);
        TypeException refusal = assertThrows(TypeException.class, integers::requireGrad);
        says(refusal, "only tensors of floating-point type can require gradients");
    }

    @Test
    void gradReturnsTheGradients() {
        Variable t = autograd.tensor(1., 2., 4.).requireGrad();
        Variable u = autograd.tensor(10., 20.).requireGrad();
        Variable a = t.pow(2).sum().add(u.log().sum());
        List<Variable> gradients = autograd.grad(a, t, u);
        shows(gradients.get(0), 2, 4, 8);
        shows(gradients.get(1), 0.1, 0.05);
        assertEquals("[tensor([2., 4., 8.]), tensor([0.1000, 0.0500])]", gradients.toString());
    }

    @Test
    void gradientsOfSeveralOutputsAddUp() {
        Variable t = autograd.tensor(1., 2.).requireGrad();
        Variable first = t.pow(2).sum();
        Variable second = t.mul(10).sum();
        shows(autograd.gradients(first, second).of(t).getFirst(), 12, 14);
    }

    @Test
    void backwardAccumulatesInLeaves() {
        Variable x = autograd.tensor(-3., 2., 5.).requireGrad();
        Variable u = x.pow(3).sum();
        assertNull(x.grad());
        u.backward();
        shows(x.grad(), 27, 12, 75);
        x.pow(3).sum().backward();
        shows(x.grad(), 54, 24, 150);
        x.zeroGrad();
        assertNull(x.grad());
    }

    @Test
    void theGraphIsSeenThroughNextFunctions() {
        Variable x = autograd.tensor(1., -2., 3., -4.).requireGrad();
        Variable a = x.abs();
        Variable s = a.sum();
        assertEquals("tensor(10., gradFunction=ReduceSum)", s.toString());
        GradFunction sum = Objects.requireNonNull(s.gradFunction());
        assertEquals(1, sum.nextFunctions().size());
        GradFunction abs = sum.nextFunctions().getFirst().function();
        assertEquals("Abs", abs.name());
        assertEquals(0, sum.nextFunctions().getFirst().output());
        GradFunction leaf = abs.nextFunctions().getFirst().function();
        assertEquals("AccumulateGrad", leaf.name());
        assertEquals(List.of(), leaf.nextFunctions());
    }

    private double[] descend(boolean detached) {
        Variable a = autograd.scalar(0.5).requireGrad();
        Variable b = autograd.scalar(-0.5).requireGrad();
        double eta = 0.1;
        for (int k = 0; k < 100; k++) {
            Variable between = detached ? a.detach().sub(b) : a.sub(b);
            Variable l = a.sub(1).square().add(b.add(1).square()).add(between.square());
            List<Variable> gradients = autograd.grad(l, a, b);
            autograd.noGrad(() -> {
                a.subInPlace(gradients.get(0).mul(eta));
                b.subInPlace(gradients.get(1).mul(eta));
            });
        }
        assertTrue(a.requiresGrad());
        return new double[] {a.item(), b.item()};
    }

    @Test
    void detachStopsGradients() {
        double[] connected = descend(false);
        assertEquals(0.3333, connected[0], 5e-5);
        assertEquals(-0.3333, connected[1], 5e-5);
        double[] detached = descend(true);
        assertEquals(1.0, detached[0], 5e-5);
        assertEquals(0, detached[1], 1e-6);
    }

    @Test
    void detachedVariablesShareTheData() {
        Variable a = autograd.tensor(1., 2.).requireGrad();
        Variable d = a.detach();
        assertFalse(d.requiresGrad());
        autograd.noGrad(() -> a.addInPlace(autograd.tensor(1., 1.)));
        shows(d, 2, 3);
    }

    @Test
    void noGradSwitchesTheMachineryOff() {
        Variable w = autograd.tensor(1., 2.).requireGrad();
        assertFalse(autograd.noGrad(() -> w.mul(2)).requiresGrad());
        assertTrue(w.mul(2).requiresGrad());
        assertTrue(autograd.noGrad(() -> autograd.enableGrad(() -> w.mul(2))).requiresGrad());
    }

    @Test
    void noGradUpdatesDescend() {
        autograd.seed(7);
        Variable x = autograd.randn(20, 30);
        Variable truth = autograd.randn(4, 30);
        Variable y = x.matmul(truth.t());
        Variable w = autograd.randn(4, 30).mul(1e-3).requireGrad();
        Variable b = autograd.randn(4).mul(1e-3).requireGrad();
        double first = 0;
        double last = 0;
        for (int k = 0; k < 200; k++) {
            Variable yHat = x.matmul(w.t()).add(b);
            Variable loss = yHat.sub(y).pow(2).mean();
            first = k == 0 ? loss.item() : first;
            last = loss.item();
            w.zeroGrad();
            b.zeroGrad();
            loss.backward();
            autograd.noGrad(() -> {
                w.subInPlace(Objects.requireNonNull(w.grad()).mul(0.1));
                b.subInPlace(Objects.requireNonNull(b.grad()).mul(0.1));
            });
        }
        assertTrue(last < 0.05 * first, first + " -> " + last);
    }

    @Test
    void theGraphIsFreedUnlessItIsRetained() {
        Variable x = autograd.tensor(1.).requireGrad();
        Variable z = autograd.ones(1).div(x);
        shows(autograd.grad(z, x).getFirst(), -1);
        GraphException refusal = assertThrows(GraphException.class, () -> autograd.grad(z.mul(z), x));
        says(refusal, "through the graph");
        says(refusal, "a second time");
        says(refusal, "freed");

        Variable kept = autograd.ones(1).div(x);
        shows(autograd.gradients(kept).retainGraph().of(x).getFirst(), -1);
        shows(autograd.grad(kept.mul(kept), x).getFirst(), -2);
    }

    @Test
    void gradientsHaveGradients() {
        Variable x = autograd.tensor(2., 3.).requireGrad();
        Variable psi = x.get(0).log().add(x.get(1).pow(2));
        Variable g = autograd.gradients(psi).createGraph().of(x).getFirst();
        shows(autograd.grad(g.pow(2).sum(), x).getFirst(), -0.25, 24);
    }

    @Test
    void inPlaceOperationsThatCorruptAreNoticed() {
        Variable x = autograd.tensor(1., 2., 3.).requireGrad();
        Variable y = x.sin();
        y.mulInPlace(y);
        Variable l = y.sum();
        GraphException refusal = assertThrows(GraphException.class, l::backward);
        says(refusal, "modified by an in-place operation");
    }

    @Test
    void inPlaceOperationsThatCorruptNothingAreFine() {
        Variable x = autograd.tensor(1., 2., 3.).requireGrad();
        Variable y = x.sin();
        y.mulInPlace(autograd.tensor(2., 2., 2.));
        y.sum().backward();
        shows(x.grad(), 2 * Math.cos(1), 2 * Math.cos(2), 2 * Math.cos(3));
    }

    @Test
    void leavesAreNotChangedInPlace() {
        Variable x = autograd.tensor(1., 2., 3.).requireGrad();
        GraphException refusal = assertThrows(GraphException.class, () -> x.mulInPlace(x));
        says(refusal, "noGrad");
    }
}
