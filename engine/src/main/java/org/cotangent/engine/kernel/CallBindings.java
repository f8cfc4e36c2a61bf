package org.cotangent.engine.kernel;

import java.util.List;
import org.cotangent.spi.TypeException;
import org.cotangent.spi.backend.Bindings;
import org.cotangent.spi.backend.RandomSource;
import org.cotangent.spi.tensor.Datum;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.TensorType;
import org.cotangent.spi.tensor.ValueType;
import org.jspecify.annotations.Nullable;

/** Inputs as given, outputs allocated now, or given by the kernel where their types depend on the data. */
final class CallBindings implements Bindings {
    private final List<? extends @Nullable Datum> inputs;
    private final @Nullable Datum[] outputs;
    private final RandomSource random;
    private final List<ValueType> types;
    private final ResultMemory memory;

    CallBindings(
            List<? extends @Nullable Datum> inputs, List<ValueType> types, RandomSource random, ResultMemory memory) {
        this.memory = memory;
        this.inputs = inputs;
        this.random = random;
        this.types = types;
        this.outputs = new @Nullable Datum[types.size()];
        for (int i = 0; i < outputs.length; i++) {
            outputs[i] = types.get(i) instanceof TensorType type && type.isStatic() ? memory.allocate(type) : null;
        }
    }

    List<Datum> results() {
        Datum[] results = new Datum[outputs.length];
        for (int i = 0; i < results.length; i++) {
            Datum datum = outputs[i];
            if (datum == null) {
                throw new IllegalStateException("output " + i + " was not given");
            }
            results[i] = datum;
        }
        return List.of(results);
    }

    @Override
    public Datum value(int i) {
        Datum datum = i < inputs.size() ? inputs.get(i) : null;
        if (datum == null) {
            throw new IllegalArgumentException("input " + i + " is absent");
        }
        return datum;
    }

    @Override
    public Tensor input(int i) {
        if (value(i) instanceof Tensor tensor) {
            return tensor;
        }
        throw new TypeException("input " + i + " must be a tensor, not " + value(i).type());
    }

    @Override
    public boolean hasInput(int i) {
        return i < inputs.size() && inputs.get(i) != null;
    }

    @Override
    public Tensor output(int i) {
        if (i < outputs.length && outputs[i] instanceof Tensor tensor) {
            return tensor;
        }
        throw new IllegalArgumentException("output " + i + " is not allocated");
    }

    @Override
    public boolean hasOutput(int i) {
        return i < outputs.length;
    }

    @Override
    public boolean isAllocated(int i) {
        return i < outputs.length && outputs[i] != null;
    }

    @Override
    public Tensor allocate(int i, long... sizes) {
        if (types.get(i) instanceof TensorType type) {
            Tensor tensor = memory.allocate(type.dtype(), sizes);
            outputs[i] = tensor;
            return tensor;
        }
        throw new IllegalArgumentException("output " + i + " is of unknown element type");
    }

    @Override
    public void deliver(int i, Datum value) {
        if (isAllocated(i)) {
            output(i).copyFrom((Tensor) value);
        } else {
            outputs[i] = value;
        }
    }

    @Override
    public RandomSource random() {
        return random;
    }
}
