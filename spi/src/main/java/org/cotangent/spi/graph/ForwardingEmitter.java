package org.cotangent.spi.graph;

import java.util.List;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Operator;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Dim;
import org.cotangent.spi.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** Passes everything on to another emitter; what extends it does something of its own with some of it. */
public abstract class ForwardingEmitter implements Emitter {
    private final Emitter target;

    protected ForwardingEmitter(Emitter target) {
        this.target = target;
    }

    @Override
    public List<Value> emit(Operator operator, Attributes attributes, List<@Nullable Value> inputs, int outputs) {
        return target.emit(operator, attributes, inputs, outputs);
    }

    @Override
    public Value constant(Tensor tensor) {
        return target.constant(tensor);
    }

    @Override
    public Tensor allocate(DType dtype, long... sizes) {
        return target.allocate(dtype, sizes);
    }

    @Override
    public @Nullable Tensor constantOf(Value value) {
        return target.constantOf(value);
    }

    @Override
    public @Nullable List<Dim> integersOf(Value value) {
        return target.integersOf(value);
    }

    @Override
    public OperatorLookup operators() {
        return target.operators();
    }
}
