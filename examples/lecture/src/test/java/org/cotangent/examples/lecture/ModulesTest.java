package org.cotangent.examples.lecture;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.cotangent.autograd.Variable;
import org.cotangent.spi.GraphException;
import org.cotangent.spi.tensor.Shape;
import org.cotangent.train.layer.Linear;
import org.cotangent.train.loss.MeanSquaredError;
import org.junit.jupiter.api.Test;

/** Lecture 4.3, modules and batch processing. */
class ModulesTest extends Slides {
    @Test
    void reluIsAFunctionOfTensorsOfAnySize() {
        shows(autograd.tensor(-2., 0., 3.).relu(), 0, 0, 3);
        assertEquals(Shape.of(2, 3, 4, 5), autograd.randn(2, 3, 4, 5).relu().shape());
    }

    @Test
    void reluMayChangeItsArgument() {
        Variable x = autograd.tensor(-2., 0., 3.);
        Variable sameMemory = x.detach();
        x.inPlace(Variable::relu);
        shows(x, 0, 0, 3);
        shows(sameMemory, 0, 0, 3);
    }

    @Test
    void linearHoldsWeightAndBias() {
        Linear f = new Linear(10, 4);
        Map<String, String> sizes = new LinkedHashMap<>();
        f.parameters()
                .forEach((name, parameter) ->
                        sizes.put(name, parameter.type().shape().toString()));
        assertEquals("{weight=[4, 10], bias=[4]}", sizes.toString());
        Variable y = f.apply(autograd.randn(523, 10));
        assertEquals(Shape.of(523, 4), y.shape());
    }

    @Test
    void meanSquaredErrorAveragesOverComponents() {
        MeanSquaredError f = new MeanSquaredError();
        Variable one = autograd.tensor(new double[][] {{3}});
        shows(f.apply(one, autograd.tensor(new double[][] {{0}})), 9);
        Variable four = autograd.tensor(new double[][] {{3, 0, 0, 0}});
        shows(f.apply(four, autograd.tensor(new double[][] {{0, 0, 0, 0}})), 2.25);
    }

    @Test
    void targetsDoNotRequireGradients() {
        Variable x = autograd.tensor(3., 2.).requireGrad();
        Variable y = autograd.tensor(0., -2.).requireGrad();
        GraphException refusal = assertThrows(GraphException.class, () -> new MeanSquaredError().apply(x, y));
        says(refusal, "do not compute the gradient with respect to targets");
    }

    @Test
    void batchesGiveWhatSamplesGive() {
        Variable x = autograd.randn(101, 30);
        Variable w = autograd.randn(20, 30);
        Variable batch = x.matmul(w.t());
        for (int k = 0; k < 101; k++) {
            assertArrayEquals(w.matmul(x.get(k)).toDoubles(), batch.get(k).toDoubles(), 1e-4);
        }
    }

    private Variable samples(Variable x, Variable w) {
        Variable[] y = new Variable[(int) x.size(0)];
        for (int k = 0; k < y.length; k++) {
            y[k] = w.matmul(x.get(k));
        }
        return autograd.stack(0, y);
    }

    private static double median(int repetitions, Supplier<Variable> computation) {
        double[] seconds = new double[repetitions];
        for (int u = 0; u < repetitions; u++) {
            long start = System.nanoTime();
            Variable y = computation.get();
            seconds[u] = (System.nanoTime() - start) * 1e-9;
            assertEquals(2, y.rank());
        }
        Arrays.sort(seconds);
        return seconds[repetitions / 2];
    }

    /** The speed-up depends on the machine: it is printed, and the results are compared. */
    @Test
    void batchProcessingIsTimed() {
        Variable x = autograd.randn(250, 200);
        Variable w = autograd.randn(100, 200);
        assertArrayEquals(samples(x, w).toDoubles(), x.matmul(w.t()).toDoubles(), 1e-3);
        double one = median(11, () -> samples(x, w));
        double all = median(11, () -> x.matmul(w.t()));
        System.out.printf("batch-processing speed-up on the CPU %.1f%n", one / all);
    }

    @Test
    void linearGoesBackAsTheSlidesSay() {
        Variable x = autograd.randn(7, 3).requireGrad();
        Variable w = autograd.randn(5, 3).requireGrad();
        Variable s = x.linear(w, null);
        Variable u = autograd.randn(7, 5);
        List<Variable> gradients = autograd.gradients(s).cotangents(u).of(w, x);
        assertArrayEquals(u.t().matmul(x).toDoubles(), gradients.get(0).toDoubles(), 1e-5);
        assertArrayEquals(u.matmul(w).toDoubles(), gradients.get(1).toDoubles(), 1e-5);
    }
}
