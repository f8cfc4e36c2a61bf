package org.cotangent.ops.ml;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.cotangent.engine.eager.Eager;
import org.cotangent.engine.eager.EagerValue;
import org.cotangent.ops.Calls;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Attribute;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.tensor.Tensor;

/** Calls of operators of {@code ai.onnx.ml}. */
final class MlCalls {
    private final Eager eager = new Calls().eager();

    List<Tensor> all(String type, Attributes attributes, int outputs, Tensor... inputs) {
        Value[] values = Arrays.stream(inputs).map(eager::constant).toArray(Value[]::new);
        return eager.formulas().call("ai.onnx.ml", type, attributes, outputs, values).stream()
                .map(eager::tensor)
                .toList();
    }

    Tensor run(String type, Attributes attributes, Tensor... inputs) {
        return all(type, attributes, 1, inputs).getFirst();
    }

    /** {@return the derivative of a weighted sum of an output by the only input} */
    double[] gradient(String type, Attributes attributes, int output, double[] weights, Tensor x) {
        EagerValue variable = eager.variable(x);
        Value y = eager.formulas()
                .call("ai.onnx.ml", type, attributes, output + 1, variable)
                .get(output);
        Tensor factors = Tensor.of(y.dtype(), weights, y.shape().sizes());
        Value sum = eager.formulas().reduceSum(eager.formulas().mul(y, eager.constant(factors)), false);
        return eager.grad(sum, List.of(variable)).getFirst().toDoubles();
    }

    static Attribute floats(double... values) {
        List<Float> list = new ArrayList<>();
        for (double value : values) {
            list.add((float) value);
        }
        return new Attribute.OfFloats(list);
    }

    static Attribute strings(String... values) {
        return new Attribute.OfStrings(List.of(values));
    }
}
