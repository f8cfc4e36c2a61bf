package org.cotangent.examples.lecture;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.cotangent.autograd.Variable;
import org.cotangent.autograd.Window;
import org.cotangent.spi.tensor.Shape;
import org.cotangent.train.layer.AveragePool;
import org.cotangent.train.layer.MaxPool;
import org.junit.jupiter.api.Test;

/** Lecture 4.5, pooling. */
class PoolingTest extends Slides {
    private final Variable signal =
            autograd.tensor(1., 4., -1., 0., 2., -2., 1., 3., 3., 1.).reshape(1, 1, 10);

    @Test
    void theLargestOfTwoNeighbours() {
        shows(signal.maxPool(2), 4, 0, 2, 3, 3);
    }

    @Test
    void theMeanOfTwoNeighbours() {
        shows(signal.averagePool(2), 2.5, -0.5, 0, 2, 2);
    }

    @Test
    void sizesAreDividedAndRoundedDown() {
        Variable x = autograd.randn(2, 3, 10, 7);
        assertEquals(
                Shape.of(2, 3, 5, 2), new MaxPool(Window.of(), 2, 3).apply(x).shape());
        assertEquals(Shape.of(2, 3, 3, 2), new MaxPool(3).apply(x).shape());
        assertEquals(Shape.of(2, 3, 3, 2), new AveragePool(3).apply(x).shape());
        assertEquals(
                Shape.of(2, 3, 2),
                new MaxPool(4).apply(autograd.randn(2, 3, 10)).shape());
        assertEquals(
                Shape.of(1, 1, 2, 2, 2),
                new MaxPool(2).apply(autograd.randn(1, 1, 4, 4, 4)).shape());
    }

    @Test
    void theStrideIsTheSizeUnlessItIsGiven() {
        shows(signal.maxPool(Window.of().stride(1), 2), 4, 4, 0, 2, 2, 1, 3, 3, 3);
        shows(signal.maxPool(Window.of().stride(2).padding(1), 2), 1, 4, 2, 1, 3, 1);
    }

    @Test
    void channelsArePooledByThemselves() {
        Variable x = autograd.randn(1, 3, 6, 6);
        Variable y = x.maxPool(2);
        for (int c = 0; c < 3; c++) {
            assertArrayEquals(
                    x.slice(1, c, c + 1).maxPool(2).toDoubles(),
                    y.slice(1, c, c + 1).toDoubles());
        }
    }

    @Test
    void poolingIsInvariantToSmallMoves() {
        Variable x = autograd.tensor(0., 9., 0., 0., 0., 0., 7., 0.).reshape(1, 1, 8);
        Variable moved = autograd.tensor(9., 0., 0., 0., 0., 0., 0., 7.).reshape(1, 1, 8);
        assertArrayEquals(x.maxPool(2).toDoubles(), moved.maxPool(2).toDoubles());
    }

    @Test
    void gradientsGoToTheLargest() {
        Variable x = signal.detach().requireGrad();
        shows(autograd.grad(x.maxPool(2).sum(), x).getFirst(), 0, 1, 0, 1, 1, 0, 0, 1, 1, 0);
    }
}
