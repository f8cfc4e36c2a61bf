package org.cotangent.onnx.rewrite;

import java.util.List;
import java.util.Set;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.onnx.OlderCall;
import org.cotangent.spi.onnx.Rewrite;
import org.jspecify.annotations.Nullable;

/** The attribute {@code axes} became the second input, absent where the attribute was absent. */
abstract class AxesInput implements Rewrite {
    private final int since;
    private final Set<String> types;

    AxesInput(int since, Set<String> types) {
        this.since = since;
        this.types = types;
    }

    @Override
    public final Set<String> types() {
        return types;
    }

    @Override
    public final int since() {
        return since;
    }

    @Override
    public final List<Value> rewrite(OlderCall call) {
        long @Nullable [] axes = call.attributes().integersOrNull("axes");
        return axes == null
                ? call.become(call.attributes(), call.input(0))
                : call.become(call.attributes().without("axes"), call.input(0), call.formulas().integers(axes));
    }
}
