package org.cotangent.testkit.law;

import java.util.ArrayList;
import java.util.List;
import org.cotangent.spi.backend.Bindings;
import org.cotangent.spi.backend.Kernel;
import org.cotangent.spi.backend.Parallel;
import org.cotangent.spi.backend.Preparation;
import org.cotangent.spi.backend.RandomSource;
import org.cotangent.spi.graph.CallTypes;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Operator;
import org.cotangent.spi.op.Role;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.TensorType;
import org.cotangent.spi.tensor.ValueType;
import org.jspecify.annotations.Nullable;

/** One call for a kernel, without an engine around it. Outputs are filled with rubbish before the kernel runs. */
final class KernelCall implements Preparation {
    private static final byte RUBBISH = (byte) 0xA5;

    private final Operator operator;
    private final Attributes attributes;
    private final List<@Nullable Tensor> inputs;
    private final List<ValueType> outputs;

    KernelCall(Operator operator, Attributes attributes, List<@Nullable Tensor> inputs, int outputs) {
        this.operator = operator;
        this.attributes = attributes;
        this.inputs = inputs;
        CallFacts facts = new CallFacts();
        List<@Nullable Value> values = new ArrayList<>();
        for (Tensor input : inputs) {
            Value value = input == null ? null : new Value("input", input.type());
            values.add(value);
            if (input != null && value != null) {
                facts.know(value, input);
            }
        }
        this.outputs = new CallTypes(operator, name()).infer(attributes, values, outputs, facts).types();
    }

    /** {@return whether all outputs are tensors} */
    boolean isOfTensors() {
        return outputs.stream().allMatch(TensorType.class::isInstance);
    }

    /** {@return the outputs that the kernel computes} */
    List<Tensor> run(Kernel kernel) {
        List<@Nullable Tensor> results = new ArrayList<>();
        for (ValueType type : outputs) {
            results.add(type instanceof TensorType tensor && tensor.isStatic() ? rubbish(tensor) : null);
        }
        kernel.run(new Io(results));
        List<Tensor> complete = new ArrayList<>();
        for (int i = 0; i < results.size(); i++) {
            complete.add(Trial.present(results, i));
        }
        return complete;
    }

    private static Tensor rubbish(TensorType type) {
        Tensor tensor = Tensor.allocate(type);
        if (type.dtype() != DType.STRING) {
            tensor.segment().fill(RUBBISH);
        }
        return tensor;
    }

    @Override
    public Operator operator() {
        return operator;
    }

    @Override
    public Attributes attributes() {
        return attributes;
    }

    @Override
    public String name() {
        return operator.id().type();
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
    public @Nullable TensorType findInput(int i) {
        Tensor input = inputs.get(i);
        return input == null ? null : input.type();
    }

    @Override
    public @Nullable TensorType findOutput(int i) {
        return outputs.get(i) instanceof TensorType type ? type : null;
    }

    @Override
    public @Nullable Tensor constant(int i) {
        return operator.signature().input(i).role() == Role.FIXED ? inputs.get(i) : null;
    }

    @Override
    public Parallel parallel() {
        return Parallel.sequential();
    }

    private final class Io implements Bindings {
        private final List<@Nullable Tensor> results;

        Io(List<@Nullable Tensor> results) {
            this.results = results;
        }

        @Override
        public Tensor input(int i) {
            return Trial.present(inputs, i);
        }

        @Override
        public Tensor output(int i) {
            return Trial.present(results, i);
        }

        @Override
        public boolean hasOutput(int i) {
            return i < results.size();
        }

        @Override
        public boolean hasInput(int i) {
            return KernelCall.this.hasInput(i);
        }

        @Override
        public Tensor allocate(int i, long... sizes) {
            Tensor tensor = rubbish(TensorType.of(KernelCall.this.output(i).dtype(), sizes));
            results.set(i, tensor);
            return tensor;
        }

        @Override
        public RandomSource random() {
            return new RandomSource(1, 0);
        }
    }
}
