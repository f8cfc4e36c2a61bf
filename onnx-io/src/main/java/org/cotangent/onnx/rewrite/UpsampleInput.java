package org.cotangent.onnx.rewrite;

import java.util.List;
import java.util.Set;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.onnx.OlderCall;
import org.cotangent.spi.onnx.Rewrite;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;

/** Before opset 9, the scales were an attribute. */
public final class UpsampleInput implements Rewrite {
    @Override
    public Set<String> types() {
        return Set.of("Upsample");
    }

    @Override
    public int since() {
        return 9;
    }

    @Override
    public List<Value> rewrite(OlderCall call) {
        List<Float> list = call.attributes().reals("scales");
        Tensor scales = Tensor.allocate(DType.FLOAT, list.size());
        for (int i = 0; i < list.size(); i++) {
            scales.setDouble(i, list.get(i));
        }
        return call.become(
                call.attributes().without("scales"),
                call.input(0),
                call.formulas().constant(scales));
    }
}
