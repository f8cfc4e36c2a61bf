package org.cotangent.ops.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.cotangent.engine.eager.Eager;
import org.cotangent.engine.eager.EagerValue;
import org.cotangent.ops.Calls;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;
import org.junit.jupiter.api.Test;

class DropoutTest {
    private static final int COUNT = 20_000;

    private final Calls calls = new Calls();
    private final Eager eager = calls.eager();
    private final Value training = eager.constant(Tensor.of(new boolean[] {true}));

    private Value ratio(double ratio) {
        return eager.constant(Tensor.scalar((float) ratio));
    }

    private List<Value> dropped(Value x, double ratio) {
        return eager.formulas().call("", "Dropout", Attributes.none(), 2, x, ratio(ratio), training);
    }

    @Test
    void keepsTheShareItIsTold() {
        Tensor ones = Tensor.full(DType.FLOAT, 1, COUNT);
        List<Value> outputs = dropped(eager.constant(ones), 0.3);
        double[] y = eager.tensor(outputs.getFirst()).toDoubles();
        double[] mask = eager.tensor(outputs.get(1)).toDoubles();
        double kept = Arrays.stream(mask).sum() / COUNT;
        assertEquals(0.7, kept, 5 * Math.sqrt(0.21 / COUNT));
        for (int i = 0; i < COUNT; i++) {
            assertEquals(mask[i] / 0.7, y[i], 1e-6);
        }
    }

    @Test
    void theGradientGoesWhereTheElementsWent() {
        EagerValue x = eager.variable(Tensor.full(DType.FLOAT, 2, 100));
        Value y = dropped(x, 0.5).getFirst();
        Tensor gradient =
                eager.grad(eager.formulas().reduceSum(y, false), List.of(x)).getFirst();
        double[] halves =
                Arrays.stream(eager.tensor(y).toDoubles()).map(v -> v / 2).toArray();
        assertArrayEquals(halves, gradient.toDoubles());
        assertTrue(Arrays.stream(halves).anyMatch(v -> v == 0)
                && Arrays.stream(halves).anyMatch(v -> v == 2));
    }

    @Test
    void equalSeedsRepeatAndOtherSeedsDiffer() {
        Value x = eager.constant(Tensor.full(DType.FLOAT, 1, 200));
        eager.seed(1);
        float[] first = eager.tensor(dropped(x, 0.5).getFirst()).toFloats();
        float[] next = eager.tensor(dropped(x, 0.5).getFirst()).toFloats();
        eager.seed(1);
        dropped(x, 0.5);
        eager.seed(2);
        float[] other = eager.tensor(dropped(x, 0.5).getFirst()).toFloats();
        assertTrue(!Arrays.equals(first, next) && !Arrays.equals(first, other));
        Attributes own = Attributes.of("seed", 7);
        Tensor a = eager.tensor(eager.formulas().op("Dropout", own, x, ratio(0.5), training));
        Tensor b = eager.tensor(eager.formulas().op("Dropout", own, x, ratio(0.5), training));
        assertArrayEquals(a.toFloats(), b.toFloats());
    }

    @Test
    void withoutTrainingOrRatioItIsTheIdentity() {
        Tensor x = Tensor.vector(1f, 2f);
        assertArrayEquals(
                x.toFloats(), calls.run("Dropout", x, Tensor.scalar(0.9f)).toFloats());
        assertArrayEquals(
                x.toFloats(),
                eager.tensor(dropped(eager.constant(x), 0).getFirst()).toFloats());
    }

    @Test
    void narrowFloatsAreDroppedToo() {
        Tensor x = calls.run("Cast", Attributes.of("to", DType.FLOAT8E4M3FN.code()), Tensor.full(DType.FLOAT, 3, 100));
        Value y = dropped(eager.constant(x), 0.5).getFirst();
        Tensor wide = eager.tensor(eager.formulas().cast(y, DType.FLOAT));
        assertTrue(Arrays.stream(wide.toDoubles()).allMatch(v -> v == 0 || v == 6));
        assertTrue(Arrays.stream(wide.toDoubles()).anyMatch(v -> v == 6));
    }
}
