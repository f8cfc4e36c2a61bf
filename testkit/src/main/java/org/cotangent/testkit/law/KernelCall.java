package org.cotangent.testkit.law;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.cotangent.engine.kernel.CallPreparation;
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
import org.cotangent.spi.tensor.Datum;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.TensorType;
import org.cotangent.spi.tensor.ValueType;
import org.jspecify.annotations.Nullable;

/** One call for kernels, without an engine around it. Outputs are filled with rubbish before a kernel runs. */
final class KernelCall {
    private static final byte RUBBISH = (byte) 0xA5;

    private final Operator operator;
    private final Attributes attributes;
    private final List<@Nullable Tensor> inputs;
    private final List<ValueType> outputs;

    /** Throws what inference throws for a call that is not legal. */
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
        this.outputs = new CallTypes(operator, operator.id().type())
                .infer(attributes, values, outputs, facts)
                .types();
    }

    static KernelCall of(Trial trial) {
        return new KernelCall(
                trial.operator(),
                trial.attributes(),
                trial.inputs(),
                trial.sample().outputs());
    }

    /** {@return the call with other inputs of the same types} */
    KernelCall with(List<@Nullable Tensor> others) {
        return new KernelCall(operator, attributes, others, outputs.size());
    }

    List<@Nullable Tensor> inputs() {
        return inputs;
    }

    int outputCount() {
        return outputs.size();
    }

    /** {@return whether all outputs are tensors} */
    boolean isOfTensors() {
        return outputs.stream().allMatch(TensorType.class::isInstance);
    }

    /** {@return the type of an output; null if it is no tensor} */
    @Nullable
    TensorType output(int i) {
        return outputs.get(i) instanceof TensorType type ? type : null;
    }

    /**
     * {@return the call as it is prepared}
     *
     * @param constants the roles of the inputs whose elements are known beforehand
     */
    Preparation prepared(Parallel parallel, Set<Role> constants) {
        List<@Nullable ValueType> given = new ArrayList<>();
        List<@Nullable ValueType> asked = new ArrayList<>();
        List<@Nullable Tensor> known = new ArrayList<>();
        for (int i = 0; i < inputs.size(); i++) {
            Tensor input = inputs.get(i);
            given.add(input == null ? null : input.type());
            known.add(constants.contains(operator.signature().input(i).role()) ? input : null);
        }
        for (int i = 0; i < outputs.size(); i++) {
            asked.add(output(i));
        }
        return new CallPreparation(operator.id().type(), operator, attributes, given, asked, known, parallel);
    }

    /** {@return the call as it is prepared, on one thread, with fixed inputs known beforehand} */
    Preparation prepared() {
        return prepared(Parallel.sequential(), Set.of(Role.FIXED));
    }

    /** {@return the outputs that the kernel computes} */
    List<Tensor> run(Kernel kernel) {
        return run(kernel, KernelCall::rubbish);
    }

    /**
     * {@return the outputs that the kernel computes}
     *
     * @param memory gives the tensors for outputs of static shape
     */
    List<Tensor> run(Kernel kernel, Function<TensorType, Tensor> memory) {
        @Nullable Tensor[] results = new @Nullable Tensor[outputs.size()];
        for (int i = 0; i < results.length; i++) {
            TensorType type = output(i);
            results[i] = type != null && type.isStatic() ? memory.apply(type) : null;
        }
        return run(kernel, Arrays.asList(results));
    }

    /**
     * {@return the outputs that the kernel computes}
     *
     * @param results the tensors that it writes; null for those that it allocates
     */
    List<Tensor> run(Kernel kernel, List<@Nullable Tensor> results) {
        kernel.run(new Io(results));
        List<Tensor> complete = new ArrayList<>();
        for (int i = 0; i < results.size(); i++) {
            complete.add(Trial.present(results, i));
        }
        return complete;
    }

    static Tensor rubbish(TensorType type) {
        Tensor tensor = Tensor.allocate(type);
        if (type.dtype() != DType.STRING) {
            tensor.segment().fill(RUBBISH);
        }
        return tensor;
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
        public boolean isAllocated(int i) {
            return i < results.size() && results.get(i) != null;
        }

        @Override
        public void deliver(int i, Datum value) {
            if (isAllocated(i)) {
                output(i).copyFrom((Tensor) value);
            } else {
                results.set(i, (Tensor) value);
            }
        }

        @Override
        public boolean hasInput(int i) {
            return i < inputs.size() && inputs.get(i) != null;
        }

        @Override
        public Tensor allocate(int i, long... sizes) {
            DType dtype = outputs.get(i) instanceof TensorType type ? type.dtype() : DType.FLOAT;
            Tensor tensor = rubbish(TensorType.of(dtype, sizes));
            results.set(i, tensor);
            return tensor;
        }

        @Override
        public RandomSource random() {
            return new RandomSource(1, 0);
        }
    }
}
