package org.cotangent.spi.graph;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.cotangent.spi.AttributeException;
import org.cotangent.spi.CotangentException;
import org.cotangent.spi.GraphException;
import org.cotangent.spi.ShapeException;
import org.cotangent.spi.TypeException;
import org.cotangent.spi.UnrankedException;
import org.cotangent.spi.UnsupportedException;
import org.cotangent.spi.op.Attribute;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Inference;
import org.cotangent.spi.op.Operator;
import org.cotangent.spi.op.Port;
import org.cotangent.spi.op.Signature;
import org.cotangent.spi.op.TypeVariable;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Dim;
import org.cotangent.spi.tensor.SequenceType;
import org.cotangent.spi.tensor.Shape;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.TensorType;
import org.cotangent.spi.tensor.UnknownType;
import org.cotangent.spi.tensor.ValueType;
import org.jspecify.annotations.Nullable;

/**
 * Checks a call against the operator's signature and finds the types of its outputs.
 *
 * <p>Errors name the operator and the node. Where nothing can be said yet, because an input's rank or type is not
 * known, the outputs are tensors of unknown rank, or of {@link UnknownType}.
 */
public final class CallTypes {
    private final Operator operator;
    private final String name;

    /** Where the facts about inputs come from. */
    public interface Facts {
        @Nullable
        Tensor constant(Value value);

        @Nullable
        List<Dim> integers(Value value);

        Dim fresh(String name);
    }

    /**
     * The answer.
     *
     * @param types one for each output
     * @param integers per output what is known of its elements, null where nothing is
     * @param attributes those of the call, the types of its graphs inferred
     * @param becomes the attribute whose graph computes the same as the call, or null
     */
    public record Result(
            List<ValueType> types,
            List<@Nullable List<Dim>> integers,
            Attributes attributes,
            @Nullable String becomes) {}

    public CallTypes(Operator operator, String name) {
        this.operator = operator;
        this.name = name;
    }

    /** {@return the types of the outputs of a call whose attributes are {@linkplain Signature#resolve resolved}} */
    public Result infer(Attributes attributes, List<@Nullable Value> inputs, int outputs, Facts facts) {
        return located(() -> {
            Map<String, DType> bound = bind(inputs, outputs);
            Query query = new Query(attributes, inputs, outputs, facts);
            for (Value input : inputs) {
                if (input != null && input.type() instanceof UnknownType) {
                    return query.result(unknown(outputs, bound));
                }
            }
            try {
                List<ValueType> types = List.copyOf(operator.infer(query));
                if (types.size() < outputs) {
                    throw new GraphException("infer gives " + types.size() + " types for " + outputs + " outputs");
                }
                return query.result(types.subList(0, outputs));
            } catch (UnrankedException e) {
                return query.result(unknown(outputs, bound));
            }
        });
    }

    /** Throws a typed error for a call whose inputs are of another number or of other types than the signature has. */
    public void check(List<? extends @Nullable ValueType> inputs, int outputs) {
        List<@Nullable Value> values = new ArrayList<>();
        for (ValueType type : inputs) {
            values.add(type == null ? null : new Value("input" + values.size(), type));
        }
        located(() -> bind(values, outputs));
    }

    /** The outputs before ranks are known: the element type is what the signature says of it. */
    private List<ValueType> unknown(int outputs, Map<String, DType> bound) {
        List<ValueType> types = new ArrayList<>();
        for (int i = 0; i < outputs; i++) {
            TypeVariable variable = operator.signature().output(i).type();
            DType only = variable.allowed().size() == 1
                    ? variable.allowed().iterator().next()
                    : null;
            DType dtype = bound.getOrDefault(variable.name(), only);
            ValueType tensor = dtype == null ? new UnknownType() : new TensorType(dtype, Shape.unranked());
            types.add(
                    switch (variable.kind()) {
                        case TENSOR -> tensor;
                        case SEQUENCE -> new SequenceType(tensor);
                        case OPTIONAL, MAP, ANY -> new UnknownType();
                    });
        }
        return types;
    }

    /** {@return the attributes with defaults filled in} */
    public Attributes resolve(Attributes attributes) {
        return located(() -> operator.signature().resolve(attributes));
    }

    private <T> T located(Supplier<T> work) {
        try {
            return work.get();
        } catch (CotangentException e) {
            String message = operator.id().qualifiedName() + " node '" + name + "': " + e.getMessage();
            throw switch (e) {
                case ShapeException s -> new ShapeException(message, e);
                case TypeException t -> new TypeException(message, e);
                case AttributeException a -> new AttributeException(message, e);
                case UnsupportedException u -> new UnsupportedException(message, e);
                default -> new GraphException(message, e);
            };
        }
    }

    private Map<String, DType> bind(List<@Nullable Value> inputs, int outputs) {
        Signature signature = operator.signature();
        if (inputs.size() > signature.inputs().size() && !signature.hasVariadicInput()) {
            throw new GraphException("has " + inputs.size() + " inputs; at most "
                    + signature.inputs().size() + " are allowed");
        }
        if (outputs > signature.outputs().size() && !signature.hasVariadicOutput()) {
            throw new GraphException("has " + outputs + " outputs; at most "
                    + signature.outputs().size() + " are allowed");
        }
        for (int i = inputs.size(); i < signature.inputs().size(); i++) {
            requireOptional(signature.input(i), i);
        }
        Map<String, DType> bound = new HashMap<>();
        for (int i = 0; i < inputs.size(); i++) {
            Port port = signature.input(i);
            Value input = inputs.get(i);
            if (input == null) {
                requireOptional(port, i);
            } else {
                checkType(port, i, input.type(), bound);
            }
        }
        return bound;
    }

    private static void requireOptional(Port port, int i) {
        if (port.presence() == Port.Presence.REQUIRED) {
            throw new GraphException("input " + i + " ('" + port.name() + "') is missing");
        }
    }

    private static void checkType(Port port, int i, ValueType type, Map<String, DType> bound) {
        DType dtype;
        try {
            dtype = port.type().bind(type);
        } catch (TypeException e) {
            throw new TypeException("input " + i + " ('" + port.name() + "') " + e.getMessage(), e);
        }
        if (dtype == null) {
            return;
        }
        if (!port.type().allowed().contains(dtype)) {
            throw new TypeException("input " + i + " ('" + port.name() + "') must not be " + dtype + "; allowed are "
                    + port.type().allowed().stream().sorted().toList() + ": cast it first");
        }
        DType other = bound.putIfAbsent(port.type().name(), dtype);
        if (other != null && other != dtype) {
            throw new TypeException(
                    "input " + i + " ('" + port.name() + "') is " + dtype + ", but another input of type "
                            + port.type().name() + " is " + other + ": they must be equal, cast one of them");
        }
    }

    private static final class Query implements Inference {
        private final Attributes attributes;
        private final List<@Nullable Value> inputs;
        private final int outputs;
        private final Facts facts;
        private final List<@Nullable List<Dim>> known = new ArrayList<>();
        private Attributes typed;
        private @Nullable String becomes;

        Query(Attributes attributes, List<@Nullable Value> inputs, int outputs, Facts facts) {
            this.attributes = attributes;
            this.typed = attributes;
            this.inputs = inputs;
            this.outputs = outputs;
            this.facts = facts;
            for (int i = 0; i < outputs; i++) {
                known.add(null);
            }
        }

        Result result(List<ValueType> types) {
            return new Result(types, known, typed, becomes);
        }

        @Override
        public Attributes attributes() {
            return attributes;
        }

        @Override
        public int inputCount() {
            return inputs.size();
        }

        @Override
        public int outputCount() {
            return outputs;
        }

        @Override
        public @Nullable ValueType find(int i) {
            return ask(i, Value::type);
        }

        @Override
        public @Nullable Tensor constant(int i) {
            return ask(i, facts::constant);
        }

        @Override
        public @Nullable List<Dim> integers(int i) {
            return ask(i, facts::integers);
        }

        private <T> @Nullable T ask(int i, Function<Value, @Nullable T> question) {
            Value input = i < inputs.size() ? inputs.get(i) : null;
            return input == null ? null : question.apply(input);
        }

        @Override
        public void known(int output, List<Dim> elements) {
            if (output < outputs) {
                known.set(output, List.copyOf(elements));
            }
        }

        @Override
        public List<ValueType> body(String attribute, List<? extends ValueType> types) {
            Attribute.OfGraph graph = attributes.graph(attribute);
            List<@Nullable List<Dim>> elements = new ArrayList<>();
            for (int i = 0; i < types.size(); i++) {
                int captured = inputs.size() - types.size() + i;
                elements.add(i < types.size() - graph.captures() ? null : integers(captured));
            }
            Retyping retyping = new Retyping(graph.body(), types, elements);
            Graph body = retyping.apply();
            typed = typed.with(attribute, new Attribute.OfGraph(body, graph.captures()));
            return retyping.results(body, facts::fresh);
        }

        @Override
        public void becomes(String attribute) {
            becomes = attribute;
        }

        @Override
        public Dim fresh(String name) {
            return facts.fresh(name);
        }
    }
}
