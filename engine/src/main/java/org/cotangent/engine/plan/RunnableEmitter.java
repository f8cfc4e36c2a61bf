package org.cotangent.engine.plan;

import java.util.List;
import org.cotangent.spi.graph.ForwardingEmitter;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Forward;
import org.cotangent.spi.op.Operator;
import org.cotangent.spi.tensor.ValueType;
import org.jspecify.annotations.Nullable;

/** Notes whether all that is written has kernels, without being expanded. */
final class RunnableEmitter extends ForwardingEmitter {
    private final FoldingEmitter target;
    private final @Nullable KernelCheck kernels;
    private boolean runnable = true;

    /** @param kernels null if that is not asked */
    RunnableEmitter(FoldingEmitter target, @Nullable KernelCheck kernels) {
        super(target);
        this.target = target;
        this.kernels = kernels;
    }

    boolean isRunnable() {
        return runnable;
    }

    @Override
    public List<Value> emit(Operator operator, Attributes attributes, List<@Nullable Value> inputs, int outputs) {
        if (kernels != null && operator.forward() instanceof Forward.Expansion) {
            Attributes resolved = operator.signature().resolve(attributes);
            List<ValueType> types =
                    target.infer(operator, resolved, inputs, outputs).types();
            runnable &= kernels.has(target, operator.id().type(), operator, resolved, inputs, types);
        }
        return target.emit(operator, attributes, inputs, outputs);
    }
}
