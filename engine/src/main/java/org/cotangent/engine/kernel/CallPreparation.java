package org.cotangent.engine.kernel;

import java.util.List;
import org.cotangent.spi.backend.Device;
import org.cotangent.spi.backend.Parallel;
import org.cotangent.spi.backend.Preparation;
import org.cotangent.spi.backend.ProductPrecision;
import org.cotangent.spi.backend.Subgraph;
import org.cotangent.spi.op.Attribute;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Operator;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.TensorType;
import org.cotangent.spi.tensor.ValueType;
import org.jspecify.annotations.Nullable;

/** A preparation made of its parts. Lists hold null for what is absent, not asked for, not known or not constant. */
public record CallPreparation(
        String name,
        Operator operator,
        Attributes attributes,
        List<@Nullable ValueType> inputs,
        List<@Nullable ValueType> outputs,
        List<@Nullable Tensor> constants,
        Parallel parallel,
        ProductPrecision precision,
        @Nullable Device device,
        Subgraphs subgraphs)
        implements Preparation {

    /** Of a call without graphs, whose products are exact. */
    public CallPreparation(
            String name,
            Operator operator,
            Attributes attributes,
            List<@Nullable ValueType> inputs,
            List<@Nullable ValueType> outputs,
            List<@Nullable Tensor> constants,
            Parallel parallel) {
        this(
                name,
                operator,
                attributes,
                inputs,
                outputs,
                constants,
                parallel,
                ProductPrecision.FP32,
                null,
                Subgraphs.none());
    }

    @Override
    public int inputCount() {
        return inputs.size();
    }

    @Override
    public int outputCount() {
        return outputs.size();
    }

    @Override
    public boolean hasInput(int i) {
        return i < inputs.size() && inputs.get(i) != null;
    }

    @Override
    public boolean hasOutput(int i) {
        return i < outputs.size() && outputs.get(i) != null;
    }

    @Override
    public @Nullable TensorType findInput(int i) {
        return inputs.get(i) instanceof TensorType type ? type : null;
    }

    @Override
    public @Nullable TensorType findOutput(int i) {
        return outputs.get(i) instanceof TensorType type ? type : null;
    }

    @Override
    public @Nullable Tensor constant(int i) {
        return constants.get(i);
    }

    @Override
    public Subgraph subgraph(String attribute) {
        Attribute.OfGraph graph = attributes.graph(attribute);
        int count = constants.size();
        return subgraphs.prepare(graph.body(), constants.subList(count - graph.captures(), count));
    }
}
