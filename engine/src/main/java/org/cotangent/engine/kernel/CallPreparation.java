package org.cotangent.engine.kernel;

import java.util.List;
import org.cotangent.spi.backend.Parallel;
import org.cotangent.spi.backend.Preparation;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Operator;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.TensorType;
import org.jspecify.annotations.Nullable;

/** A preparation made of its parts. Lists hold null for what is absent, not asked for, or not constant. */
public record CallPreparation(
        String name,
        Operator operator,
        Attributes attributes,
        List<@Nullable TensorType> inputs,
        List<@Nullable TensorType> outputs,
        List<@Nullable Tensor> constants,
        Parallel parallel)
        implements Preparation {

    @Override
    public int inputCount() {
        return inputs.size();
    }

    @Override
    public int outputCount() {
        return outputs.size();
    }

    @Override
    public @Nullable TensorType findInput(int i) {
        return inputs.get(i);
    }

    @Override
    public @Nullable TensorType findOutput(int i) {
        return outputs.get(i);
    }

    @Override
    public @Nullable Tensor constant(int i) {
        return constants.get(i);
    }
}
