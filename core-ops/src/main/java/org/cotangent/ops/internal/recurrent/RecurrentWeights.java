package org.cotangent.ops.internal.recurrent;

import java.util.List;
import org.cotangent.ops.internal.matrix.MatrixShapes;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Formulas;
import org.jspecify.annotations.Nullable;

/**
 * What a step needs in one direction.
 *
 * @param recurrence [gates * hidden, hidden]
 * @param bias [gates * hidden], added to what the hidden state contributes
 * @param peepholes [3 * hidden]
 */
public record RecurrentWeights(
        Value recurrence, @Nullable Value bias, @Nullable Value peepholes) {

    /** {@return what the hidden state contributes to all gates} */
    public Value project(Formulas f, Value hidden) {
        Value product = MatrixShapes.multiply(f, hidden, false, recurrence, true, 1);
        return bias == null ? product : f.add(product, bias);
    }

    /** {@return the parts of the last axis that belong to each of so many gates} */
    public static List<Value> gates(Formulas f, Value x, int count) {
        return count == 1
                ? List.of(x)
                : f.call("", "Split", Attributes.of("axis", -1).with("num_outputs", count), count, x);
    }

    /** {@return the numbers within [-limit, limit]; all if the limit is 0} */
    public static Value clip(Formulas f, Value x, float limit) {
        return limit == 0 ? x : f.op("Clip", x, f.scalarLike(x, -limit), f.scalarLike(x, limit));
    }

    /** {@return the number within [-limit, limit]; itself if the limit is 0} */
    public static double clip(double x, float limit) {
        return limit == 0 ? x : Math.clamp(x, -limit, (double) limit);
    }
}
