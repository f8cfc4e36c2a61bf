package org.cotangent.onnx.rewrite;

import java.util.List;
import java.util.Set;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.onnx.OlderCall;
import org.cotangent.spi.onnx.Rewrite;
import org.cotangent.spi.op.Attributes;

/** Before opset 6, many operators had an attribute on memory reuse, {@code consumed_inputs}, without meaning. */
public final class ConsumedInputs implements Rewrite {
    @Override
    public Set<String> types() {
        return Set.of(
                "Abs",
                "Add",
                "BatchNormalization",
                "Ceil",
                "Clip",
                "Div",
                "Dropout",
                "Elu",
                "Exp",
                "Floor",
                "HardSigmoid",
                "InstanceNormalization",
                "LeakyRelu",
                "Log",
                "Max",
                "Mean",
                "Min",
                "Mul",
                "Neg",
                "PRelu",
                "Reciprocal",
                "Relu",
                "Sigmoid",
                "Sqrt",
                "Sub",
                "Sum",
                "Tanh");
    }

    @Override
    public int since() {
        return 6;
    }

    @Override
    public List<Value> rewrite(OlderCall call) {
        Attributes attributes = call.attributes().without("consumed_inputs");
        return call.become(call.type(), attributes, call.inputs());
    }
}
