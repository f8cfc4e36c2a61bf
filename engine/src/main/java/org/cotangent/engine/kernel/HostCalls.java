package org.cotangent.engine.kernel;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.cotangent.spi.UnsupportedException;
import org.cotangent.spi.backend.Kernel;
import org.cotangent.spi.backend.RandomSource;
import org.cotangent.spi.graph.CallTypes;
import org.cotangent.spi.graph.OperatorLookup;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Forward;
import org.cotangent.spi.op.Operator;
import org.cotangent.spi.op.Role;
import org.cotangent.spi.tensor.Datum;
import org.cotangent.spi.tensor.Dim;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.TensorType;
import org.cotangent.spi.tensor.UnknownType;
import org.cotangent.spi.tensor.ValueType;
import org.jspecify.annotations.Nullable;

/**
 * Runs single calls on values that are there: for eager values, for constant folding, and for nodes whose shapes are
 * known only at run time. Kernels are kept, keyed by operator, attributes, types of inputs and outputs, and the
 * elements of small fixed inputs.
 */
public final class HostCalls {
    private static final int KEPT = 2048;
    private static final int SMALL = 64;

    /** What a kernel was prepared for. */
    private record Key(
            Operator operator,
            Attributes attributes,
            List<@Nullable ValueType> inputs,
            List<@Nullable List<Long>> elements,
            List<@Nullable ValueType> outputs) {}

    /** A kernel. It is closed when it is neither kept nor in use. */
    private static final class Prepared {
        private final Kernel kernel;
        private final List<@Nullable ValueType> outputs;
        private int users;
        private boolean dropped;

        Prepared(Kernel kernel, List<@Nullable ValueType> outputs) {
            this.kernel = kernel;
            this.outputs = outputs;
        }
    }

    private final KernelSelector selector;
    private final OperatorLookup operators;
    private final Subgraphs subgraphs;
    private final ResultMemory memory;
    private final Map<Key, Prepared> kept = new LinkedHashMap<>(16, 0.75f, true);

    /** Calls of operators that hold no graphs. */
    public HostCalls(KernelSelector selector, OperatorLookup operators) {
        this(selector, operators, calls -> Subgraphs.none());
    }

    /** @param subgraphs makes the graphs of control flow run, given these calls */
    public HostCalls(KernelSelector selector, OperatorLookup operators, Function<HostCalls, Subgraphs> subgraphs) {
        this(selector, operators, subgraphs, ResultMemory.standard());
    }

    /** @param memory where results stand */
    public HostCalls(
            KernelSelector selector,
            OperatorLookup operators,
            Function<HostCalls, Subgraphs> subgraphs,
            ResultMemory memory) {
        this.memory = memory;
        this.selector = selector;
        this.operators = operators;
        this.subgraphs = subgraphs.apply(this);
    }

    /** {@return where results stand} */
    public ResultMemory memory() {
        return memory;
    }

    /** {@return how graphs in attributes are run} */
    public Subgraphs subgraphs() {
        return subgraphs;
    }

    /**
     * {@return the first {@code outputs} outputs}
     *
     * @param attributes resolved
     */
    public List<Datum> run(
            Operator operator,
            Attributes attributes,
            List<? extends @Nullable Datum> inputs,
            int outputs,
            RandomSource random) {
        if (operator.forward() instanceof Forward.View) {
            Datum viewed = Objects.requireNonNull(inputs.getFirst());
            return List.of(viewed instanceof Tensor tensor ? view(operator, attributes, tensor, inputs) : viewed);
        }
        Prepared prepared = prepared(operator, attributes, inputs, outputs);
        if (prepared == null) {
            return expand(operator, attributes, inputs, outputs, random);
        }
        try {
            CallBindings io = new CallBindings(inputs, prepared.outputs, random, memory);
            synchronized (prepared.kernel) {
                prepared.kernel.run(io);
            }
            return io.results();
        } finally {
            release(prepared);
        }
    }

    private Tensor view(
            Operator operator, Attributes attributes, Tensor viewed, List<? extends @Nullable Datum> inputs) {
        ValueType type = types(operator, attributes, inputs, 1).getFirst();
        return type instanceof TensorType tensor
                ? viewed.reshaped(tensor.shape().sizes())
                : viewed;
    }

    private List<Datum> expand(
            Operator operator,
            Attributes attributes,
            List<? extends @Nullable Datum> inputs,
            int outputs,
            RandomSource random) {
        Forward.Body body = operator.forward().asExpansion();
        if (body == null) {
            throw new UnsupportedException("operator " + operator.id() + " has no kernel for "
                    + inputs.stream()
                            .map(t -> t == null ? "-" : t.type().toString())
                            .toList());
        }
        return HostExpansion.run(this, operators, body, attributes, inputs, outputs, random);
    }

    private @Nullable Prepared prepared(
            Operator operator, Attributes attributes, List<? extends @Nullable Datum> inputs, int outputs) {
        boolean whole = operator.forward() instanceof Forward.ValueKernel;
        List<@Nullable ValueType> inputTypes = new ArrayList<>();
        List<@Nullable List<Long>> elements = new ArrayList<>();
        List<@Nullable Tensor> constants = new ArrayList<>();
        for (int i = 0; i < inputs.size(); i++) {
            Datum datum = inputs.get(i);
            Tensor readable = whole ? null : readable(operator, i, datum);
            inputTypes.add(datum == null ? null : whole ? new UnknownType() : datum.type());
            elements.add(readable == null ? null : bits(readable));
            constants.add(readable == null ? null : readable.copy());
        }
        List<@Nullable ValueType> outputTypes = new ArrayList<>();
        if (whole) {
            new CallTypes(operator, operator.id().type())
                    .check(
                            inputs.stream()
                                    .map(datum -> datum == null ? null : datum.type())
                                    .toList(),
                            outputs);
            for (int i = 0; i < outputs; i++) {
                outputTypes.add(new UnknownType());
            }
        } else {
            outputTypes.addAll(types(operator, attributes, inputs, outputs));
        }
        return prepared(new Key(operator, attributes, inputTypes, elements, outputTypes), constants);
    }

    private static @Nullable Tensor readable(Operator operator, int i, @Nullable Datum datum) {
        return datum instanceof Tensor tensor
                        && operator.signature().input(i).role() == Role.FIXED
                        && tensor.elements() <= SMALL
                        && tensor.dtype().bits() >= 8
                        && (tensor.dtype().isInteger() || tensor.dtype().isFloating())
                ? tensor
                : null;
    }

    /** {@return the kernel for this key, which has one more user} */
    private @Nullable Prepared prepared(Key key, List<@Nullable Tensor> constants) {
        Kernel idle = null;
        Prepared prepared;
        synchronized (this) {
            prepared = kept.get(key);
            if (prepared == null) {
                prepared = prepare(key, constants);
                if (prepared == null) {
                    return null;
                }
                kept.put(key, prepared);
                idle = kept.size() > KEPT ? dropOldest() : null;
            }
            prepared.users++;
        }
        if (idle != null) {
            idle.close();
        }
        return prepared;
    }

    /** {@return the kernel of the oldest entry, which is kept no longer, if nobody uses it} */
    private @Nullable Kernel dropOldest() {
        Prepared oldest = kept.remove(kept.keySet().iterator().next());
        if (oldest == null) {
            return null;
        }
        oldest.dropped = true;
        return oldest.users == 0 ? oldest.kernel : null;
    }

    private void release(Prepared prepared) {
        boolean last;
        synchronized (this) {
            prepared.users--;
            last = prepared.dropped && prepared.users == 0;
        }
        if (last) {
            prepared.kernel.close();
        }
    }

    private @Nullable Prepared prepare(Key key, List<@Nullable Tensor> constants) {
        KernelSelector.Choice choice = selector.select(new CallPreparation(
                key.operator().id().type(),
                key.operator(),
                key.attributes(),
                key.inputs(),
                key.outputs(),
                constants,
                selector.parallel(),
                selector.precision(),
                subgraphs));
        return choice == null ? null : new Prepared(choice.prepare(), key.outputs());
    }

    private static List<Long> bits(Tensor tensor) {
        return tensor.dtype().isFloating()
                ? Arrays.stream(tensor.toDoubles())
                        .mapToObj(Double::doubleToRawLongBits)
                        .toList()
                : Arrays.stream(tensor.toLongs()).boxed().toList();
    }

    /** {@return the types of the outputs when these are the inputs} */
    public List<ValueType> types(
            Operator operator, Attributes attributes, List<? extends @Nullable Datum> inputs, int outputs) {
        List<@Nullable Value> values = new ArrayList<>();
        for (Datum datum : inputs) {
            values.add(datum == null ? null : new Value("input" + values.size(), datum.type()));
        }
        List<ValueType> types = new CallTypes(operator, operator.id().type())
                .infer(attributes, values, outputs, new DatumFacts(values, inputs))
                .types();
        for (ValueType type : types) {
            if (!(type instanceof TensorType) && !(operator.forward() instanceof Forward.ValueKernel)) {
                throw new UnsupportedException(
                        "operator " + operator.id() + " gives " + type + "; a kernel of tensors cannot compute it");
            }
        }
        return types;
    }

    /** Everything is known: the inputs are here. */
    private record DatumFacts(List<@Nullable Value> values, List<? extends @Nullable Datum> data)
            implements CallTypes.Facts {
        @Override
        public @Nullable Tensor constant(Value value) {
            return data.get(values.indexOf(value)) instanceof Tensor tensor ? tensor : null;
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
}
