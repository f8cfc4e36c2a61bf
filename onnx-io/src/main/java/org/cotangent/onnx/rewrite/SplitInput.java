package org.cotangent.onnx.rewrite;

import java.util.List;
import java.util.Set;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.onnx.OlderCall;
import org.cotangent.spi.onnx.Rewrite;
import org.jspecify.annotations.Nullable;

/** Before opset 13, the sizes of the parts were an attribute. */
public final class SplitInput implements Rewrite {
    @Override
    public Set<String> types() {
        return Set.of("Split");
    }

    @Override
    public int since() {
        return 13;
    }

    @Override
    public List<Value> rewrite(OlderCall call) {
        long @Nullable [] sizes = call.attributes().integersOrNull("split");
        return sizes == null
                ? call.become(call.attributes(), call.input(0))
                : call.become(
                        call.attributes().without("split"),
                        call.input(0),
                        call.formulas().integers(sizes));
    }
}
