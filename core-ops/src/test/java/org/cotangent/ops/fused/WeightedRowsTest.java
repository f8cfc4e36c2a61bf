package org.cotangent.ops.fused;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.Arrays;
import org.cotangent.ops.Calls;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.tensor.Tensor;
import org.junit.jupiter.api.Test;

class WeightedRowsTest {
    private static final Tensor TABLE = Tensor.of(new double[] {1, 2, 3, 4, 5, 6}, 3, 2);
    private static final Tensor WEIGHTS = Tensor.of(new double[] {1, 10, 100, 1000}, 2, 2);

    private final Calls calls = new Calls();

    private double[] run(String type, Tensor... inputs) {
        Value[] values = Arrays.stream(inputs).map(calls.eager()::constant).toArray(Value[]::new);
        return calls.eager()
                .tensor(calls.eager().formulas().own(type, Attributes.none(), values))
                .toDoubles();
    }

    private static Tensor indices(long... indices) {
        return Tensor.of(indices, 2, 2);
    }

    @Test
    void negativeIndicesAreRowsOfZeros() {
        Tensor indices = indices(2, -1, 0, 1);
        Tensor values = Tensor.of(new double[] {1, 1, 1, 2}, 2, 2);
        assertArrayEquals(new double[] {5, 6, 3100, 4200}, run("WeightedGather", TABLE, indices, WEIGHTS));
        assertArrayEquals(new double[] {11, 0, 5, 11}, run("GatherDot", TABLE, indices, values));
        assertArrayEquals(
                new double[] {100, 200, 1000, 2000, 1, 1},
                run("WeightedScatter", values, indices, WEIGHTS, Tensor.vector(3L)));
    }
}
