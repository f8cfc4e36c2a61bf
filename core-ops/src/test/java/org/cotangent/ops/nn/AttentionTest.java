package org.cotangent.ops.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.cotangent.ops.Calls;
import org.cotangent.spi.CotangentException;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;
import org.junit.jupiter.api.Test;

class AttentionTest {
    private final Calls calls = new Calls();

    private static Tensor heads(double... values) {
        return Tensor.of(values, 1, 1, values.length, 1);
    }

    @Test
    void aQueryWithoutKeysGivesZerosAndNoGradient() {
        Tensor mask = Tensor.of(new boolean[] {false, false, true, true}, 2, 2);
        Tensor y = calls.run("Attention", heads(1, 2), heads(3, 4), heads(5, 5), mask);
        assertArrayEquals(new double[] {0, 5}, y.toDoubles(), 1e-12);
        Tensor infinite = Tensor.full(DType.DOUBLE, Double.NEGATIVE_INFINITY, 2, 2);
        List<Tensor> gradients =
                calls.gradients("Attention", Attributes.none(), heads(1, 2), heads(3, 4), heads(5, 5), infinite);
        for (Tensor gradient : gradients) {
            assertArrayEquals(new double[Math.toIntExact(gradient.elements())], gradient.toDoubles());
        }
    }

    @Test
    void keysThatAreLeftOutHaveNoInfluence() {
        Tensor mask = Tensor.vector(0, Double.NEGATIVE_INFINITY);
        Tensor y = calls.run("Attention", heads(1), heads(2, 1e300), heads(3, 1e300), mask);
        assertEquals(3, y.getDouble(0));
        Tensor shorter = Tensor.vector(0.0, 0.0);
        assertEquals(
                calls.run("Attention", heads(1), heads(2, 3), heads(3, 7), shorter)
                        .getDouble(0),
                calls.run("Attention", heads(1), heads(2, 3, 9), heads(3, 7, 11), shorter)
                        .getDouble(0),
                1e-12);
    }

    @Test
    void gradientsInFloat16StayFinite() {
        Tensor x = heads(1, 2, 3).converted(DType.FLOAT16);
        Attributes causal = Attributes.of("is_causal", 1);
        for (Tensor gradient : calls.gradients("Attention", causal, x, x, x)) {
            assertTrue(Arrays.stream(gradient.toDoubles()).allMatch(Double::isFinite));
        }
    }

    /** The last query is as late as the last key that is not padding. */
    @Test
    void causalAttentionCountsFromTheLastKeyThatIsNotPadding() {
        Attributes causal = Attributes.of("is_causal", 1);
        Tensor padded = calls.run(
                "Attention",
                causal,
                heads(1, 2),
                heads(3, 4, 5, 9),
                heads(1, 2, 3, 9),
                null,
                null,
                null,
                Tensor.vector(3L));
        Tensor cached = calls.run("Attention", causal, heads(1, 2), heads(4, 5), heads(2, 3), null, heads(3), heads(1));
        assertArrayEquals(cached.toDoubles(), padded.toDoubles(), 1e-12);
    }

    @Test
    void aCacheNeedsKeysAndValues() {
        assertThrows(
                CotangentException.class, () -> calls.run("Attention", heads(1), heads(1), heads(1), null, heads(1)));
        assertThrows(CotangentException.class, () -> calls.run("Attention", heads(1), heads(1, 2), heads(1)));
    }
}
