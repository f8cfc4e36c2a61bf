package org.cotangent.onnx.rewrite;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.onnx.OlderCall;
import org.cotangent.spi.onnx.Rewrite;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** Before opset 12, the ratio was an attribute; from opset 7 to 11 the node did nothing outside training. */
public final class DropoutInputs implements Rewrite {
    @Override
    public Set<String> types() {
        return Set.of("Dropout");
    }

    @Override
    public int since() {
        return 12;
    }

    @Override
    public List<Value> rewrite(OlderCall call) {
        Formulas f = call.formulas();
        Attributes old = call.attributes();
        @Nullable Value training = old.flag(DropoutTestMode.TRAINING) ? f.constant(Tensor.full(DType.BOOL, 1)) : null;
        Value ratio = f.constant(Tensor.scalar(old.real("ratio", 0.5f)));
        List<Value> outputs =
                call.become(old.without("ratio").without(DropoutTestMode.TRAINING), call.input(0), ratio, training);
        if (call.outputCount() < 2 || call.opset() >= 10) {
            return outputs;
        }
        List<Value> withFloatMask = new ArrayList<>(outputs);
        withFloatMask.set(1, f.cast(outputs.get(1), call.dtype(0)));
        return withFloatMask;
    }
}
