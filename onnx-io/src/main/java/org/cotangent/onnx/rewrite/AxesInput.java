package org.cotangent.onnx.rewrite;

import java.util.List;
import java.util.Set;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.onnx.NewerCall;
import org.cotangent.spi.onnx.OlderCall;
import org.cotangent.spi.onnx.Rewrite;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** The attribute {@code axes} became the second input, absent where the attribute was absent. */
abstract class AxesInput implements Rewrite {
    private static final String NOOP = "noop_with_empty_axes";

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
                : call.become(
                        call.attributes().without("axes"),
                        call.input(0),
                        call.formulas().integers(axes));
    }

    /** Axes that are known become the attribute. */
    @Override
    public final @Nullable List<Value> revert(NewerCall call) {
        Attributes older = call.attributes().without(NOOP);
        Tensor axes = call.constant(1);
        boolean all = !call.has(1) || (axes != null && axes.elements() == 0);
        if (all ? call.attributes().flag(NOOP) : axes == null) {
            return null;
        }
        return call.become(all || axes == null ? older : older.with("axes", axes.toLongs()), List.of(call.input(0)));
    }
}
