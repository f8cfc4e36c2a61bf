package org.cotangent.autograd;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Random numbers that are drawn as one goes. */
class RandomTest {
    private final Autograd autograd = Autograd.load();

    @Test
    void gradientsPassWhereDropoutLetThrough() {
        Variable x = autograd.ones(200).requireGrad();
        Variable y = x.dropout(0.5, true);
        assertEquals(Set.of(0.0, 2.0), Arrays.stream(y.toDoubles()).boxed().collect(Collectors.toSet()));
        double[] gradient = autograd.grad(y.sum(), x).getFirst().toDoubles();
        assertArrayEquals(y.toDoubles(), gradient);
    }

    @Test
    void numbersFollowTheSeed() {
        autograd.seed(1);
        double[] first = autograd.randn(50).toDoubles();
        double[] second = autograd.randn(50).toDoubles();
        autograd.seed(1);
        assertArrayEquals(first, autograd.randn(50).toDoubles());
        assertFalse(Arrays.equals(first, second));
        assertEquals(0, Arrays.stream(first).average().orElseThrow(), 0.6);
    }
}
