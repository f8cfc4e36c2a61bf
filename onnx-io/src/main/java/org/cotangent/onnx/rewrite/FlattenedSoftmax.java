package org.cotangent.onnx.rewrite;

import java.util.List;
import java.util.Set;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.onnx.OlderCall;
import org.cotangent.spi.onnx.Rewrite;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.tensor.Shape;

/**
 * Before opset 13, all axes from {@code axis} (1 if absent) on were one: the input was flattened to a matrix, and every
 * row of it was normalised.
 */
public final class FlattenedSoftmax implements Rewrite {
    @Override
    public Set<String> types() {
        return Set.of("Softmax", "LogSoftmax", "Hardmax");
    }

    @Override
    public int since() {
        return 13;
    }

    @Override
    public List<Value> rewrite(OlderCall call) {
        Value x = call.input(0);
        long axis = call.attributes().integer("axis", 1);
        Attributes last = Attributes.of("axis", -1);
        Shape shape = x.shape();
        boolean isLast = shape.isRanked() && shape.rank() > 0 && shape.axis(axis) == shape.rank() - 1;
        if (axis == -1 || isLast) {
            return call.become(last, x);
        }
        Formulas f = call.formulas();
        Value rows = call.become(last, f.op("Flatten", Attributes.of("axis", axis), x))
                .getFirst();
        return List.of(f.reshapeLike(rows, x));
    }
}
