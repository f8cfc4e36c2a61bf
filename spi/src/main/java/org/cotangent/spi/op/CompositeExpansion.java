package org.cotangent.spi.op;

import java.util.ArrayList;
import java.util.List;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.tensor.AxisOrder;
import org.jspecify.annotations.Nullable;

/** Writes a composite as what it is made of: transpositions, the operator, and the expression as operators. */
record CompositeExpansion(Forward.Composite composite) implements Forward.Body {
    @Override
    public List<Value> expand(Formulas f, Call call) {
        List<@Nullable Value> inputs = new ArrayList<>();
        for (int i = 0; i < composite.inputs().size(); i++) {
            inputs.add(transposed(f, call.input(i), composite.inputs().get(i)));
        }
        Value product = f.emitter()
                .emit(composite.operator(), composite.attributes(), inputs, 1)
                .getFirst();
        Value stored = transposed(f, product, composite.output());
        Scalar epilogue = composite.epilogue();
        if (epilogue == null) {
            return List.of(stored);
        }
        List<@Nullable Value> operands = new ArrayList<>(List.of(stored));
        operands.addAll(call.inputs().subList(inputs.size(), call.inputs().size()));
        Forward.Pointwise pointwise = (Forward.Pointwise) Forward.pointwise(epilogue);
        return new PointwiseExpansion(pointwise).expand(f, new Operands(operands));
    }

    private static Value transposed(Formulas f, Value value, AxisOrder order) {
        return order.isNatural()
                ? value
                : f.transpose(value, order.toArray(value.shape().rank()));
    }

    private record Operands(List<@Nullable Value> inputs) implements Call {
        @Override
        public Attributes attributes() {
            return Attributes.none();
        }

        @Override
        public int outputCount() {
            return 1;
        }
    }
}
