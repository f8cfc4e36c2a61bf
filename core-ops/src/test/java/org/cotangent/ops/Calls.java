package org.cotangent.ops;

import java.util.Arrays;
import java.util.List;
import org.cotangent.engine.Cotangent;
import org.cotangent.engine.OperatorRegistry;
import org.cotangent.engine.eager.Eager;
import org.cotangent.engine.eager.EagerValue;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** Calls of operators on tensors, by their portable kernels. */
public final class Calls {
    private final Eager eager = Cotangent.portable(OperatorRegistry.load(Calls.class.getClassLoader()))
            .eager();

    public Eager eager() {
        return eager;
    }

    /** {@return the first output of an ONNX operator} */
    public Tensor run(String type, Attributes attributes, @Nullable Tensor... inputs) {
        Value[] values = Arrays.stream(inputs)
                .map(input -> input == null ? null : eager.constant(input))
                .toArray(Value[]::new);
        return eager.tensor(eager.formulas().op(type, attributes, values));
    }

    public Tensor run(String type, @Nullable Tensor... inputs) {
        return run(type, Attributes.none(), inputs);
    }

    /** {@return the gradients of the sum of an operator's output with respect to its floating inputs} */
    public List<Tensor> gradients(String type, Attributes attributes, Tensor... inputs) {
        EagerValue[] variables = Arrays.stream(inputs)
                .map(input -> input.dtype().isFloating() ? eager.variable(input) : eager.constant(input))
                .toArray(EagerValue[]::new);
        Value total = eager.formulas().reduceSum(eager.formulas().op(type, attributes, variables), false);
        return eager.grad(
                total,
                Arrays.stream(variables).filter(v -> v.dtype().isFloating()).toList());
    }

    /** {@return a vector of these numbers} */
    public static Tensor vector(DType dtype, double... values) {
        return Tensor.of(dtype, values, values.length);
    }
}
