package org.cotangent.engine.plan;

import java.util.ArrayList;
import java.util.List;
import org.cotangent.engine.kernel.CallPreparation;
import org.cotangent.engine.kernel.HostCalls;
import org.cotangent.engine.kernel.KernelSelector;
import org.cotangent.spi.graph.Emitter;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Operator;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.TensorType;
import org.cotangent.spi.tensor.ValueType;
import org.jspecify.annotations.Nullable;

/** Says whether calls that are being written have kernels where they should run. */
record KernelCheck(KernelSelector selector, HostCalls calls) {
    /**
     * {@return whether there is a kernel for a call that is about to be emitted}
     *
     * @param attributes resolved
     * @param outputs types of the outputs
     */
    boolean has(
            Emitter emitter,
            String name,
            Operator operator,
            Attributes attributes,
            List<@Nullable Value> inputs,
            List<ValueType> outputs) {
        List<@Nullable ValueType> types = new ArrayList<>();
        List<@Nullable Tensor> constants = new ArrayList<>();
        for (Value input : inputs) {
            if (input != null && !(input.type() instanceof TensorType type && type.isStatic())) {
                return false;
            }
            types.add(input == null ? null : input.tensorType());
            constants.add(input == null ? null : emitter.constantOf(input));
        }
        List<@Nullable ValueType> results = new ArrayList<>();
        for (ValueType output : outputs) {
            if (!(output instanceof TensorType type && type.isStatic())) {
                return false;
            }
            results.add(type);
        }
        return selector.selectNative(new CallPreparation(
                        name,
                        operator,
                        attributes,
                        types,
                        results,
                        constants,
                        selector.parallel(),
                        selector.precision(),
                        selector.device(),
                        calls.subgraphs()))
                != null;
    }
}
