package org.cotangent.onnx.rewrite;

import java.util.List;
import java.util.Set;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.onnx.NewerCall;
import org.cotangent.spi.onnx.OlderCall;
import org.cotangent.spi.onnx.Rewrite;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** Before opset 20, the axis was an attribute, 1 where absent. */
public final class DftAxis implements Rewrite {
    @Override
    public Set<String> types() {
        return Set.of("DFT");
    }

    @Override
    public int since() {
        return 20;
    }

    @Override
    public List<Value> rewrite(OlderCall call) {
        Formulas f = call.formulas();
        Attributes old = call.attributes();
        @Nullable Value length = call.has(1) ? call.input(1) : null;
        Value axis = f.constant(Tensor.scalar(old.integer("axis", 1)));
        return call.become(old.without("axis"), call.input(0), length, axis);
    }

    /** An axis that is known becomes the attribute. */
    @Override
    public @Nullable List<Value> revert(NewerCall call) {
        Tensor given = call.constant(2);
        if ((call.has(2) && given == null) || !call.shape(0).isRanked()) {
            return null;
        }
        long axis = call.shape(0).axis(given == null ? -2 : given.getLong(0));
        Attributes older = call.attributes().with("axis", axis);
        return call.become(older, call.has(1) ? List.of(call.input(0), call.input(1)) : List.of(call.input(0)));
    }
}
