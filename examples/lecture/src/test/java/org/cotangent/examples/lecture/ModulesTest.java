package org.cotangent.examples.lecture;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
