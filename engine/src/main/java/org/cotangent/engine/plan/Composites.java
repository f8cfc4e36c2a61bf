package org.cotangent.engine.plan;

import java.util.ArrayList;
import java.util.List;
import org.cotangent.engine.kernel.CallPreparation;
import org.cotangent.engine.kernel.KernelSelector;
import org.cotangent.engine.kernel.Subgraphs;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Forward;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.TensorType;
import org.cotangent.spi.tensor.ValueType;
import org.jspecify.annotations.Nullable;

/** Makes operators of composites, of those for which there is a kernel. */
record Composites(KernelSelector selector) {
    /**
     * {@return the composite as an operator, or null if no kernel runs it}
     *
     * @param inputs the types of all inputs as they are stored
     * @param constants elements of inputs that are the same in every run
     * @param output the type of the result as it is stored
     */
    @Nullable
    CompositeOperator operator(
            String name,
            Forward.Composite composite,
            List<TensorType> inputs,
            List<@Nullable Tensor> constants,
            TensorType output) {
        List<@Nullable ValueType> types = new ArrayList<>(inputs);
        List<@Nullable ValueType> results = new ArrayList<>(List.of(output));
        CompositeOperator operator = new CompositeOperator(
                composite, inputs.stream().map(TensorType::dtype).toList(), output);
        CallPreparation call = new CallPreparation(
                name,
                operator,
                Attributes.none(),
                types,
                results,
                constants,
                selector.parallel(),
                selector.precision(),
                selector.device(),
                Subgraphs.none());
        return selector.selectNative(call) == null ? null : operator;
    }
}
