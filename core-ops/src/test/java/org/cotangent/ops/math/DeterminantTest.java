package org.cotangent.ops.math;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Random;
import org.cotangent.ops.Calls;
import org.cotangent.spi.ShapeException;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;
import org.junit.jupiter.api.Test;

class DeterminantTest {
    private final Calls calls = new Calls();

    private double[] gradient(double[] matrix, long n) {
        return calls.gradients("Det", Attributes.none(), Tensor.of(matrix, n, n))
                .getFirst()
                .toDoubles();
    }

    @Test
    void theGradientIsRightWhereTheMatrixIsSingular() {
        double[] gradient = gradient(new double[] {1, 2, 3, 4, 5, 6, 7, 8, 9}, 3);
        assertArrayEquals(new double[] {-3, 6, -3, 6, -12, 6, -3, 6, -3}, gradient, 1e-12);
        double[] rankTwo = {1, 0, 0, 0, 1, 0, 0, 0, 0};
        assertArrayEquals(new double[] {0, 0, 0, 0, 0, 0, 0, 0, 1}, gradient(rankTwo, 3), 0);
        double[] rankOne = {0, 0, 0, 0, 5, 0, 0, 0, 0};
        assertArrayEquals(new double[9], gradient(rankOne, 3), 0);
        assertArrayEquals(new double[] {1}, gradient(new double[] {0}, 1));
    }

    /** The gradient of det(A) is det(A) times the transpose of the inverse, so that A times it is det(A). */
    @Test
    void cofactorsTimesTheMatrixAreTheDeterminant() {
        Random random = new Random(5);
        int n = 12;
        double[] a = random.doubles((long) n * n, -1, 1).toArray();
        double determinant = calls.run("Det", Tensor.of(a, n, n)).getDouble(0);
        double[] cofactors = gradient(a, n);
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                double sum = 0;
                for (int k = 0; k < n; k++) {
                    sum += a[i * n + k] * cofactors[j * n + k];
                }
                assertEquals(i == j ? determinant : 0, sum, 1e-12 * Math.abs(determinant));
            }
        }
    }

    @Test
    void matricesMustBeSquareAndMayBeEmpty() {
        assertThrows(ShapeException.class, () -> calls.run("Det", Tensor.allocate(DType.FLOAT, 2, 3)));
        assertArrayEquals(
                new double[] {1, 1},
                calls.run("Det", Tensor.allocate(DType.FLOAT, 2, 0, 0)).toDoubles());
    }
}
