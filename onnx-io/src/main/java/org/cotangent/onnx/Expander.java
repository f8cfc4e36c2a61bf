package org.cotangent.onnx;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.cotangent.spi.CotangentException;
import org.cotangent.spi.UnsupportedException;
import org.cotangent.spi.graph.Emitter;
import org.cotangent.spi.graph.Graph;
import org.cotangent.spi.graph.GraphBuilder;
import org.cotangent.spi.graph.GraphBuilder.NodeNames;
import org.cotangent.spi.graph.Node;
import org.cotangent.spi.graph.OperatorLookup;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Attribute;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Call;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.op.Forward;
import org.cotangent.spi.op.Operator;
import org.cotangent.spi.op.OperatorId;
import org.cotangent.spi.op.Port;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Dim;
import org.cotangent.spi.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Writes a graph anew without what ONNX does not know: operators of Cotangent's own domain, and nodes whose residual
 * outputs are used, are replaced by their expansions. Values that stay keep their names.
 */
final class Expander {
    private final OperatorLookup operators;
    private final FileForms forms;
    private final int opset;

    /**
     * For files of {@code opset}; 0 for one that has all operators as they are.
     *
     * @param operators those that expansions use
     */
    Expander(OperatorLookup operators, FileForms forms, int opset) {
        this.operators = operators;
        this.forms = forms;
        this.opset = opset;
    }

    /** {@return {@code graph} with nothing but what files can hold} */
    Graph expand(Graph graph) {
        return graph.nodes().stream().allMatch(this::stays) ? graph : new Copy(graph).copy();
    }

    /** Whether a file can hold {@code node} as it is. */
    private boolean stays(Node node) {
        return isOfFiles(node.operator(), node.outputs().size())
                && forms.fits(node.operator(), node.attributes(), node.inputs(), opset)
                && node.attributes().graphs().values().stream()
                        .allMatch(graph -> graph.body().nodes().stream().allMatch(this::stays));
    }

    /** Whether files of some opset may have a call of this operator with that many outputs. */
    private static boolean isOfFiles(Operator operator, int outputs) {
        return !operator.id().domain().equals(OperatorId.COTANGENT) && outputs <= outputLimit(operator);
    }

    /** {@return the body of one call as a graph of its own, from the inputs that are there to the outputs} */
    Graph body(Node node) {
        GraphBuilder builder = new GraphBuilder(node.operator().id().type(), operators);
        List<@Nullable Value> inputs = new ArrayList<>();
        for (int i = 0; i < node.inputs().size(); i++) {
            Value input = node.inputs().get(i);
            inputs.add(input == null ? null : builder.input("input" + i, input.type()));
        }
        Expanding emitter = new Expanding(builder);
        List<Value> outputs = emitter.expansion(
                node.operator(), node.attributes(), inputs, node.outputs().size());
        for (int i = 0; i < outputs.size(); i++) {
            builder.output("output" + i, outputs.get(i));
        }
        return builder.build();
    }

    /** {@return how many outputs of {@code operator} ONNX knows} */
    static int outputLimit(Operator operator) {
        int limit = 0;
        for (Port port : operator.signature().outputs()) {
            switch (port.presence()) {
                case VARIADIC -> {
                    return Integer.MAX_VALUE;
                }
                case RESIDUAL -> {}
                case REQUIRED, OPTIONAL -> limit++;
            }
        }
        return limit;
    }

    private record Inner(Attributes attributes, List<@Nullable Value> inputs, int outputCount) implements Call {}

    /** Emits into a graph, except that operators without a place in a file are emitted as their expansion. */
    private final class Expanding implements Emitter {
        private final GraphBuilder builder;
        private final Set<OperatorId> open = new HashSet<>();

        Expanding(GraphBuilder builder) {
            this.builder = builder;
        }

        @Override
        public List<Value> emit(Operator operator, Attributes attributes, List<@Nullable Value> inputs, int outputs) {
            Attributes resolved = operator.signature().resolve(attributes);
            return emit(operator, resolved, inputs, outputs, new NodeNames("", List.of(), Map.of()));
        }

        /** Emits a call with all its attributes. */
        List<Value> emit(
                Operator operator, Attributes attributes, List<@Nullable Value> inputs, int outputs, NodeNames names) {
            if (!isOfFiles(operator, outputs)) {
                return expansion(operator, attributes, inputs, outputs);
            }
            if (forms.fits(operator, attributes, inputs, opset)) {
                return builder.emit(operator, attributes, inputs, names, outputs);
            }
            if (opset != 0) {
                List<Value> older = new OlderWriting(forms, opset, builder, this)
                        .emit(
                                operator,
                                attributes,
                                inputs,
                                builder.infer(operator, attributes, inputs, outputs),
                                names);
                if (older != null) {
                    return older;
                }
            }
            List<Value> expanded = expansionOrNull(operator, attributes, inputs, outputs);
            return expanded != null ? expanded : builder.emit(operator, attributes, inputs, names, outputs);
        }

        /** The outputs of the expansion, if there is one that can be written and that does without the operator. */
        private @Nullable List<Value> expansionOrNull(
                Operator operator, Attributes attributes, List<@Nullable Value> inputs, int outputs) {
            if (body(operator, inputs) == null || !open.add(operator.id())) {
                return null;
            }
            try {
                return expansion(operator, attributes, inputs, outputs);
            } catch (CotangentException e) {
                return null;
            } finally {
                open.remove(operator.id());
            }
        }

        List<Value> expansion(Operator operator, Attributes attributes, List<@Nullable Value> inputs, int outputs) {
            Forward.@Nullable Body body = body(operator, inputs);
            if (body == null) {
                throw new UnsupportedException(operator.id().qualifiedName()
                        + " has no expansion into ONNX's operators, so no file can hold it");
            }
            List<Value> results = body.expand(new Formulas(this), new Inner(attributes, inputs, outputs));
            if (results.size() < outputs) {
                throw new UnsupportedException("the expansion of "
                        + operator.id().qualifiedName() + " gives " + results.size() + " outputs of " + outputs);
            }
            return results.subList(0, outputs);
        }

        private Forward.@Nullable Body body(Operator operator, List<@Nullable Value> inputs) {
            if (operator.forward() instanceof Forward.Pointwise pointwise) {
                List<@Nullable DType> types = new ArrayList<>();
                for (Value input : inputs) {
                    types.add(input == null ? null : input.dtype());
                }
                return pointwise.covers(types) ? pointwise.asExpansion() : null;
            }
            return operator.forward().asExpansion();
        }

        @Override
        public Value constant(Tensor tensor) {
            return builder.constant(tensor);
        }

        @Override
        public @Nullable Tensor constantOf(Value value) {
            return builder.constantOf(value);
        }

        @Override
        public @Nullable List<Dim> integersOf(Value value) {
            return builder.integersOf(value);
        }

        @Override
        public OperatorLookup operators() {
            return builder.operators();
        }
    }

    private final class Copy {
        private final Graph graph;
        private final GraphBuilder builder;
        private final IdentityHashMap<Value, Value> images = new IdentityHashMap<>();
        private final Set<Value> used = new HashSet<>();

        Copy(Graph graph) {
            this.graph = graph;
            this.builder = new GraphBuilder(graph.name(), operators);
        }

        Graph copy() {
            reserveNames();
            graph.inputs().forEach((name, value) -> images.put(value, builder.input(name, value.type())));
            graph.initializers()
                    .forEach((value, tensor) -> images.put(value, builder.initializer(value.name(), tensor)));
            for (Node node : graph.nodes()) {
                List<Value> outputs = copy(node);
                for (int i = 0; i < outputs.size(); i++) {
                    images.put(node.outputs().get(i), outputs.get(i));
                }
            }
            graph.outputs().forEach((name, value) -> builder.output(name, image(value)));
            return builder.build();
        }

        private void reserveNames() {
            List<String> names = new ArrayList<>();
            for (Node node : graph.nodes()) {
                for (Value input : node.inputs()) {
                    if (input != null) {
                        used.add(input);
                    }
                }
                node.outputs().forEach(output -> names.add(output.name()));
            }
            used.addAll(graph.outputs().values());
            builder.reserve(names);
        }

        private List<Value> copy(Node node) {
            List<@Nullable Value> inputs = new ArrayList<>();
            for (Value input : node.inputs()) {
                inputs.add(input == null ? null : image(input));
            }
            int outputs = Math.min(node.outputs().size(), outputLimit(node.operator()));
            if (node.outputs().stream().skip(outputs).anyMatch(used::contains)) {
                outputs = node.outputs().size();
            }
            Attributes attributes = attributes(node);
            List<String> names = node.outputs().stream().map(Value::name).toList();
            return new Expanding(builder)
                    .emit(
                            node.operator(),
                            attributes,
                            inputs,
                            outputs,
                            new NodeNames(node.name(), names, node.metadata()));
        }

        private Attributes attributes(Node node) {
            Attributes attributes = node.attributes();
            for (Map.Entry<String, Attribute.OfGraph> graph :
                    attributes.graphs().entrySet()) {
                Graph body = expand(graph.getValue().body());
                attributes = attributes.with(
                        graph.getKey(),
                        new Attribute.OfGraph(body, graph.getValue().captures()));
            }
            return attributes;
        }

        private Value image(Value value) {
            Value image = images.get(value);
            if (image == null) {
                throw new IllegalStateException("value " + value + " is used before it is written");
            }
            return image;
        }
    }
}
