package org.cotangent.engine.kernel;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.cotangent.spi.UnsupportedException;
import org.cotangent.spi.backend.Bindings;
import org.cotangent.spi.backend.Kernel;
import org.cotangent.spi.backend.RandomSource;
import org.cotangent.spi.graph.CallTypes;
import org.cotangent.spi.graph.OperatorLookup;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Forward;
import org.cotangent.spi.op.Operator;
import org.cotangent.spi.op.Role;
import org.cotangent.spi.tensor.Dim;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.TensorType;
import org.cotangent.spi.tensor.ValueType;
import org.jspecify.annotations.Nullable;

/**
 * Runs single calls on tensors: for eager values, for constant folding, and for nodes whose shapes are known only at run
 * time. Kernels are kept, keyed by operator, attributes, types of inputs and outputs, and the elements of small
 * fixed inputs.
 */
public final class HostCalls {
    private static final int KEPT = 2048;
    private static final int SMALL = 64;

    /** What a kernel was prepared for. */
    private record Key(
            Operator operator,
            Attributes attributes,
            List<@Nullable TensorType> inputs,
            List<@Nullable List<Long>> elements,
            List<TensorType> outputs) {}

    private record Prepared(Kernel kernel, List<TensorType> outputs) {}

    private final KernelSelector selector;
    private final OperatorLookup operators;
    private final Map<Key, Prepared> kept = new LinkedHashMap<>(16, 0.75f, true);

    public HostCalls(KernelSelector selector, OperatorLookup operators) {
        this.selector = selector;
        this.operators = operators;
    }

    /**
     * {@return the first {@code outputs} outputs}
     *
     * @param attributes resolved
     */
    public List<Tensor> run(
            Operator operator,
            Attributes attributes,
            List<@Nullable Tensor> inputs,
            int outputs,
            RandomSource random) {
        if (operator.forward() instanceof Forward.View) {
            TensorType type = types(operator, attributes, inputs, 1).getFirst();
            return List.of(Objects.requireNonNull(inputs.getFirst()).reshaped(type.shape().sizes()));
        }
        Prepared prepared = prepared(operator, attributes, inputs, outputs);
        if (prepared == null) {
            return expand(operator, attributes, inputs, outputs, random);
        }
        CallBindings io = new CallBindings(inputs, prepared.outputs(), random);
        synchronized (prepared.kernel()) {
            prepared.kernel().run(io);
        }
        return io.results();
    }

    private List<Tensor> expand(
            Operator operator, Attributes attributes, List<@Nullable Tensor> inputs, int outputs, RandomSource random) {
        Forward.Body body = operator.forward().asExpansion();
        if (body == null) {
            throw new UnsupportedException("operator " + operator.id() + " has no kernel for "
                    + inputs.stream().map(t -> t == null ? "-" : t.type().toString()).toList());
        }
        return HostExpansion.run(this, operators, body, attributes, inputs, outputs, random);
    }

    private synchronized @Nullable Prepared prepared(
            Operator operator, Attributes attributes, List<@Nullable Tensor> inputs, int outputs) {
        List<@Nullable TensorType> inputTypes = new ArrayList<>();
        List<@Nullable List<Long>> elements = new ArrayList<>();
        List<@Nullable Tensor> constants = new ArrayList<>();
        for (int i = 0; i < inputs.size(); i++) {
            Tensor tensor = inputs.get(i);
            boolean readable = tensor != null
                    && operator.signature().input(i).role() == Role.FIXED
                    && tensor.elements() <= SMALL
                    && tensor.dtype().bits() >= 8
                    && (tensor.dtype().isInteger() || tensor.dtype().isFloating());
            inputTypes.add(tensor == null ? null : tensor.type());
            elements.add(tensor == null || !readable ? null : bits(tensor));
            constants.add(tensor == null || !readable ? null : tensor.copy());
        }
        List<TensorType> outputTypes = types(operator, attributes, inputs, outputs);
        Key key = new Key(operator, attributes, inputTypes, elements, outputTypes);
        Prepared known = kept.get(key);
        if (known != null) {
            return known;
        }
        KernelSelector.Choice choice = selector.select(new CallPreparation(
                operator.id().type(),
                operator,
                attributes,
                inputTypes,
                new ArrayList<>(outputTypes),
                constants,
                selector.parallel()));
        if (choice == null) {
            return null;
        }
        Prepared prepared = new Prepared(choice.prepare(), outputTypes);
        kept.put(key, prepared);
        if (kept.size() > KEPT) {
            Map.Entry<Key, Prepared> oldest = kept.entrySet().iterator().next();
            oldest.getValue().kernel().close();
            kept.remove(oldest.getKey());
        }
        return prepared;
    }

    private static List<Long> bits(Tensor tensor) {
        return tensor.dtype().isFloating()
                ? Arrays.stream(tensor.toDoubles()).mapToObj(Double::doubleToRawLongBits).toList()
                : Arrays.stream(tensor.toLongs()).boxed().toList();
    }

    /** {@return the types of the outputs when these are the inputs} */
    public List<TensorType> types(Operator operator, Attributes attributes, List<@Nullable Tensor> inputs, int outputs) {
        List<@Nullable Value> values = new ArrayList<>();
        for (Tensor tensor : inputs) {
            values.add(tensor == null ? null : new Value("input" + values.size(), tensor.type()));
        }
        CallTypes.Result result = new CallTypes(operator, operator.id().type())
                .infer(attributes, values, outputs, new TensorFacts(values, inputs));
        List<TensorType> types = new ArrayList<>();
        for (ValueType type : result.types()) {
            if (!(type instanceof TensorType tensor)) {
                throw new UnsupportedException(
                        "operator " + operator.id() + " gives " + type + "; only tensors can be computed here");
            }
            types.add(tensor);
        }
        return types;
    }

    /** Everything is known: the inputs are here. */
    private record TensorFacts(List<@Nullable Value> values, List<@Nullable Tensor> tensors) implements CallTypes.Facts {
        @Override
        public @Nullable Tensor constant(Value value) {
            return tensors.get(values.indexOf(value));
        }

        @Override
        public @Nullable List<Dim> integers(Value value) {
            Tensor tensor = constant(value);
            return tensor == null || tensor.rank() > 1 || !tensor.dtype().isInteger()
                    ? null
                    : Arrays.stream(tensor.toLongs()).mapToObj(Dim::of).toList();
        }

        @Override
        public Dim fresh(String name) {
            return Dim.symbol("?" + name);
        }
    }

    /** Inputs as given, outputs allocated now, or by the kernel where their sizes depend on the data. */
    private static final class CallBindings implements Bindings {
        private final List<@Nullable Tensor> inputs;
        private final @Nullable Tensor[] outputs;
        private final RandomSource random;
        private final List<TensorType> types;

        CallBindings(List<@Nullable Tensor> inputs, List<TensorType> types, RandomSource random) {
            this.inputs = inputs;
            this.random = random;
            this.types = types;
            this.outputs = new @Nullable Tensor[types.size()];
            for (int i = 0; i < outputs.length; i++) {
                outputs[i] = types.get(i).isStatic() ? Tensor.allocate(types.get(i)) : null;
            }
        }

        List<Tensor> results() {
            List<Tensor> results = new ArrayList<>();
            for (int i = 0; i < outputs.length; i++) {
                results.add(output(i));
            }
            return results;
        }

        @Override
        public Tensor input(int i) {
            Tensor tensor = i < inputs.size() ? inputs.get(i) : null;
            if (tensor == null) {
                throw new IllegalArgumentException("input " + i + " is absent");
            }
            return tensor;
        }

        @Override
        public boolean hasInput(int i) {
            return i < inputs.size() && inputs.get(i) != null;
        }

        @Override
        public Tensor output(int i) {
            Tensor tensor = i < outputs.length ? outputs[i] : null;
            if (tensor == null) {
                throw new IllegalArgumentException("output " + i + " is not allocated");
            }
            return tensor;
        }

        @Override
        public boolean hasOutput(int i) {
            return i < outputs.length;
        }

        @Override
        public Tensor allocate(int i, long... sizes) {
            Tensor tensor = Tensor.allocate(types.get(i).dtype(), sizes);
            outputs[i] = tensor;
            return tensor;
        }

        @Override
        public RandomSource random() {
            return random;
        }
    }
}
