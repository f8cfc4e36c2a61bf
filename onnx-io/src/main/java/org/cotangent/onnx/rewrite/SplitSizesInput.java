package org.cotangent.onnx.rewrite;

import java.util.List;
import java.util.Set;
import org.cotangent.spi.UnsupportedException;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.onnx.OlderCall;
import org.cotangent.spi.onnx.Rewrite;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** In opset 1, the sizes of the parts could be an input; in opset 2 they are an attribute only. */
public final class SplitSizesInput implements Rewrite {
    @Override
    public Set<String> types() {
        return Set.of("Split");
    }

    @Override
    public int since() {
        return 2;
    }

    @Override
    public List<Value> rewrite(OlderCall call) {
        Attributes attributes = call.attributes();
        if (call.has(1)) {
            @Nullable Tensor sizes = call.constant(1);
            if (sizes == null) {
                throw new UnsupportedException("the sizes of the parts must be constant in opset 1");
            }
            attributes = attributes.with("split", sizes.toLongs());
        }
        return call.become(attributes, call.input(0));
    }
}
