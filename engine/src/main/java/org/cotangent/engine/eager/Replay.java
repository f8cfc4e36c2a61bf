package org.cotangent.engine.eager;

import java.util.List;
import org.cotangent.spi.graph.Emitter;
import org.cotangent.spi.graph.OperatorLookup;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Operator;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** Makes a call again with the random numbers that it drew, when a rule asks for more of its outputs. */
record Replay(Eager eager, long position) implements Emitter {
    @Override
    public List<Value> emit(Operator operator, Attributes attributes, List<@Nullable Value> inputs, int outputs) {
        return eager.replaying(position, () -> eager.emit(operator, attributes, inputs, outputs));
    }

    @Override
    public Value constant(Tensor tensor) {
        return eager.constant(tensor);
    }

    @Override
    public Tensor allocate(DType dtype, long... sizes) {
        return eager.allocate(dtype, sizes);
    }

    @Override
    public @Nullable Tensor constantOf(Value value) {
        return eager.constantOf(value);
    }

    @Override
    public OperatorLookup operators() {
        return eager.operators();
    }
}
