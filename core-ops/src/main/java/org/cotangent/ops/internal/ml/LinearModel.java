package org.cotangent.ops.internal.ml;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.cotangent.spi.AttributeException;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Attribute;
import org.cotangent.spi.op.Call;
import org.cotangent.spi.op.Draw;
import org.cotangent.spi.op.Formulas;

/** Scores that are linear in the features. */
public final class LinearModel {
    private LinearModel() {}

    /** {@return {@code X W^T + b} for the attributes {@code coefficients} and {@code intercepts}, [N, count]} */
    public static Value scores(Formulas f, Call call, long count) {
        List<Float> coefficients = Features.numbers(call.attributes(), "coefficients");
        List<Float> intercepts = Features.numbers(call.attributes(), "intercepts");
        if (count < 1 || coefficients.size() % count != 0) {
            throw new AttributeException(
                    "the " + coefficients.size() + " coefficients are no rows for " + count + " scores each");
        }
        Value x = Features.matrix(f, call.input(0));
        Value rows = Features.constants(f, x, coefficients, count, coefficients.size() / count);
        Value scores = f.matmul(x, f.transposeMatrix(rows));
        return intercepts.isEmpty() ? scores : f.add(scores, Features.constants(f, x, intercepts, count));
    }

    /** {@return random coefficients for tests} */
    public static Attribute coefficients(Draw draw, int count) {
        return new Attribute.OfFloats(IntStream.range(0, count)
                .mapToObj(i -> draw.integer(-16, 16) / 16f)
                .toList());
    }

    /** {@return a list of floats} */
    public static Attribute floats(double... values) {
        return new Attribute.OfFloats(
                Arrays.stream(values).mapToObj(value -> (float) value).toList());
    }
}
