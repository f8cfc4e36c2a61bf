package org.cotangent.onnx.rewrite;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.cotangent.spi.AttributeException;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.onnx.OlderCall;
import org.cotangent.spi.onnx.Rewrite;
import org.cotangent.spi.tensor.DType;

/** Before opset 6, the element type was told by its name. */
public final class CastNames implements Rewrite {
    @Override
    public Set<String> types() {
        return Set.of("Cast");
    }

    @Override
    public int since() {
        return 6;
    }

    @Override
    public List<Value> rewrite(OlderCall call) {
        String name = call.attributes().text("to");
        try {
            DType to = DType.valueOf(name.toUpperCase(Locale.ROOT));
            return call.become(call.attributes().with("to", to.code()), call.input(0));
        } catch (IllegalArgumentException e) {
            throw new AttributeException("attribute 'to' names the unknown element type '" + name + "'", e);
        }
    }
}
