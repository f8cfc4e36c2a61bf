package org.cotangent.engine.kernel;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.cotangent.spi.UnsupportedException;
import org.cotangent.spi.backend.DeviceQueue;
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
import org.cotangent.spi.tensor.Storage;
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
public final class HostCalls implements AutoCloseable {
    private static final int KEPT = 2048;
    private static final int SMALL = 64;

    /** What a kernel was prepared for. */
    private record Key(
            Operator operator,
            Attributes attributes,
            List<@Nullable ValueType> inputs,
            List<@Nullable List<Long>> elements,
            List<ValueType> outputs) {}

    private final KernelSelector selector;
    private final OperatorLookup operators;
    private final Subgraphs subgraphs;
    private final ResultMemory memory;
    private final Map<Key, SharedKernel> kept = new LinkedHashMap<>(16, 0.75f, true);
    private final RecentCalls recent = new RecentCalls();
    private @Nullable DeviceQueue queue;

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
        HostCall known = recent.find(operator, attributes, inputs, outputs);
        return run(known == null ? learn(operator, attributes, attributes, inputs, outputs) : known, inputs, random);
    }

    /**
     * {@return what is known of a call of an operator on these inputs}
     *
     * @param attributes as they were given, defaults perhaps left out
     */
    public HostCall call(
            Operator operator, Attributes attributes, List<? extends @Nullable Datum> inputs, int outputs) {
        HostCall known = recent.find(operator, attributes, inputs, outputs);
        return known == null
                ? learn(
                        operator,
                        attributes,
                        new CallTypes(operator, operator.id().type()).resolve(attributes),
                        inputs,
                        outputs)
                : known;
    }

    /** {@return the results of a call on the inputs that it was found for} */
    public List<Datum> run(HostCall call, List<? extends @Nullable Datum> inputs, RandomSource random) {
        return switch (call.way()) {
            case HostCall.Way.ByKernel(SharedKernel kernel, List<ValueType> types) -> {
                CallBindings io = new CallBindings(inputs, types, random, memory);
                yield kernel.run(io)
                        ? io.results()
                        : run(
                                learn(call.operator(), call.attributes(), call.attributes(), inputs, call.outputs()),
                                inputs,
                                random);
            }
            case HostCall.Way.ByView(ValueType type) -> {
                Datum viewed = Objects.requireNonNull(inputs.getFirst());
                yield List.of(
                        viewed instanceof Tensor tensor && type instanceof TensorType seen
                                ? tensor.viewed(seen)
                                : viewed);
            }
            case HostCall.Way.ByExpansion(Forward.Body body) ->
                HostExpansion.run(this, operators, body, call.attributes(), inputs, call.outputs(), random);
        };
    }

    /** Finds out what there is to know of a call, and keeps it if it holds for other calls. */
    private HostCall learn(
            Operator operator,
            Attributes given,
            Attributes attributes,
            List<? extends @Nullable Datum> inputs,
            int outputs) {
        List<@Nullable ValueType> inputTypes = new ArrayList<>();
        List<@Nullable Tensor> constants = new ArrayList<>();
        for (int i = 0; i < inputs.size(); i++) {
            Datum datum = inputs.get(i);
            Tensor readable = readable(operator, i, datum);
            inputTypes.add(datum == null ? null : datum.type());
            constants.add(readable == null ? null : readable.copy());
        }
        DatumFacts facts = new DatumFacts(inputs);
        HostCall.Way way = way(operator, attributes, inputTypes, constants, outputs, facts);
        List<@Nullable Tensor> elements = new ArrayList<>(constants);
        boolean keep = true;
        for (int i = 0; i < inputs.size(); i++) {
            if (facts.read[i] && elements.get(i) == null) {
                Tensor tensor = Objects.requireNonNull(facts.tensor(i));
                keep &= isSmall(tensor);
                elements.set(i, isSmall(tensor) ? tensor.copy() : null);
            }
        }
        HostCall call = new HostCall(operator, given, attributes, outputs, inputTypes, elements, way);
        if (keep) {
            recent.keep(call, given, inputs);
        }
        return call;
    }

    private HostCall.Way way(
            Operator operator,
            Attributes attributes,
            List<@Nullable ValueType> inputTypes,
            List<@Nullable Tensor> constants,
            int outputs,
            DatumFacts facts) {
        if (operator.forward() instanceof Forward.View) {
            return new HostCall.Way.ByView(
                    inputTypes.getFirst() instanceof TensorType
                            ? types(operator, attributes, outputs, facts).getFirst()
                            : null);
        }
        List<@Nullable ValueType> known;
        List<ValueType> outputTypes;
        if (operator.forward() instanceof Forward.ValueKernel) {
            new CallTypes(operator, operator.id().type()).check(inputTypes, outputs);
            known = inputTypes.stream()
                    .map(type -> type == null ? null : new UnknownType())
                    .collect(Collectors.toCollection(ArrayList::new));
            outputTypes = Collections.nCopies(outputs, new UnknownType());
        } else {
            known = inputTypes;
            outputTypes = types(operator, attributes, outputs, facts);
        }
        SharedKernel kernel = kernel(operator, attributes, known, constants, outputTypes);
        return kernel == null
                ? new HostCall.Way.ByExpansion(expansion(operator, inputTypes))
                : new HostCall.Way.ByKernel(kernel, outputTypes);
    }

    private static Forward.Body expansion(Operator operator, List<@Nullable ValueType> inputs) {
        Forward.Body body = operator.forward().asExpansion();
        if (body == null) {
            throw new UnsupportedException("operator " + operator.id() + " has no kernel for "
                    + inputs.stream().map(t -> t == null ? "-" : t.toString()).toList());
        }
        return body;
    }

    /** {@return the tensor, if its elements are given to kernels when they are prepared} */
    private static @Nullable Tensor readable(Operator operator, int i, @Nullable Datum datum) {
        return datum instanceof Tensor tensor
                        && !(operator.forward() instanceof Forward.ValueKernel)
                        && operator.signature().input(i).role() == Role.FIXED
                        && isSmall(tensor)
                        && tensor.dtype().bits() >= 8
                        && (tensor.dtype().isInteger() || tensor.dtype().isFloating())
                ? tensor
                : null;
    }

    private static boolean isSmall(Tensor tensor) {
        return tensor.elements() <= SMALL && tensor.storage() instanceof Storage.Host;
    }

    /** {@return a kernel for these types and constants; null if there is none} */
    private @Nullable SharedKernel kernel(
            Operator operator,
            Attributes attributes,
            List<@Nullable ValueType> inputs,
            List<@Nullable Tensor> constants,
            List<ValueType> outputs) {
        List<@Nullable List<Long>> elements = new ArrayList<>();
        constants.forEach(constant -> elements.add(constant == null ? null : bits(constant)));
        Key key = new Key(operator, attributes, inputs, elements, outputs);
        SharedKernel oldest = null;
        SharedKernel kernel;
        synchronized (this) {
            kernel = kept.get(key);
            if (kernel == null) {
                kernel = prepare(key, constants);
                if (kernel == null) {
                    return null;
                }
                kept.put(key, kernel);
                oldest = kept.size() > KEPT
                        ? kept.remove(kept.keySet().iterator().next())
                        : null;
            }
        }
        if (oldest != null) {
            oldest.drop();
        }
        return kernel;
    }

    private @Nullable SharedKernel prepare(Key key, List<@Nullable Tensor> constants) {
        List<@Nullable ValueType> outputs = new ArrayList<>(key.outputs());
        KernelSelector.Choice choice = selector.select(new CallPreparation(
                key.operator().id().type(),
                key.operator(),
                key.attributes(),
                key.inputs(),
                outputs,
                constants,
                selector.parallel(),
                selector.precision(),
                selector.device(),
                subgraphs));
        return choice == null
                ? null
                : new SharedKernel(choice.onDevice() ? staged(choice.prepare()) : choice.prepare());
    }

    /** Frees the kernels that are kept, and what they have on a device. Calls can go on: they prepare kernels anew. */
    @Override
    public synchronized void close() {
        kept.values().forEach(SharedKernel::drop);
        kept.clear();
        if (queue != null) {
            queue.close();
            queue = null;
        }
    }

    private Kernel staged(Kernel kernel) {
        DeviceQueue present = queue;
        if (present == null) {
            present = Objects.requireNonNull(selector.device(), "device").newQueue();
            queue = present;
        }
        return new StagedKernel(kernel, present);
    }

    private static List<Long> bits(Tensor tensor) {
        return tensor.dtype().isFloating()
                ? Arrays.stream(tensor.toDoubles())
                        .mapToObj(Double::doubleToRawLongBits)
                        .toList()
                : Arrays.stream(tensor.toLongs()).boxed().toList();
    }

    /** {@return the types of the outputs when these are the inputs} */
    public static List<ValueType> types(
            Operator operator, Attributes attributes, List<? extends @Nullable Datum> inputs, int outputs) {
        return types(operator, attributes, outputs, new DatumFacts(inputs));
    }

    private static List<ValueType> types(Operator operator, Attributes attributes, int outputs, DatumFacts facts) {
        List<ValueType> types = new CallTypes(operator, operator.id().type())
                .infer(attributes, facts.values, outputs, facts)
                .types();
        for (ValueType type : types) {
            if (!(type instanceof TensorType) && !(operator.forward() instanceof Forward.ValueKernel)) {
                throw new UnsupportedException(
                        "operator " + operator.id() + " gives " + type + "; a kernel of tensors cannot compute it");
            }
        }
        return types;
    }

    /** Everything is known: the inputs are here. It remembers whose elements were looked at. */
    private static final class DatumFacts implements CallTypes.Facts {
        private final List<? extends @Nullable Datum> data;
        private final List<@Nullable Value> values = new ArrayList<>();
        private final boolean[] read;

        DatumFacts(List<? extends @Nullable Datum> data) {
            this.data = data;
            this.read = new boolean[data.size()];
            for (Datum datum : data) {
                values.add(datum == null ? null : new Value("input" + values.size(), datum.type()));
            }
        }

        @Nullable
        Tensor tensor(int i) {
            return data.get(i) instanceof Tensor tensor ? tensor : null;
        }

        @Override
        public @Nullable Tensor constant(Value value) {
            int i = values.indexOf(value);
            Tensor tensor = tensor(i);
            read[i] |= tensor != null;
            return tensor;
        }

        @Override
        public @Nullable List<Dim> integers(Value value) {
            boolean listed = value.type() instanceof TensorType type
                    && type.shape().rank() <= 1
                    && type.dtype().isInteger();
            Tensor tensor = listed ? constant(value) : null;
            return tensor == null ? null : Dim.elementsOf(tensor);
        }

        @Override
        public Dim fresh(String name) {
            return Dim.symbol("?" + name);
        }
    }
}
