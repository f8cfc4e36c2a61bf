package org.cotangent.engine.plan;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.cotangent.engine.kernel.HostCalls;
import org.cotangent.engine.kernel.KernelSelector;
import org.cotangent.spi.graph.Graph;
import org.cotangent.spi.graph.GraphBuilder.NodeNames;
import org.cotangent.spi.graph.Node;
import org.cotangent.spi.graph.OperatorLookup;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.op.Forward;
import org.cotangent.spi.op.Operator;
import org.cotangent.spi.op.OperatorId;
import org.cotangent.spi.tensor.AxisOrder;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.TensorType;
import org.jspecify.annotations.Nullable;

/**
 * Takes transpositions out of a graph. A Transpose moves nothing: what reads its result takes elements from where they
 * are, or works on the axes in their order and leaves its result in that, until something needs the natural order.
 * Convolutions are asked for images with channels last, so that whole networks run without moving elements in between.
 */
final class LazyTranspose {
    private final OperatorLookup operators;
    private final HostCalls calls;
    private final Composites composites;

    LazyTranspose(OperatorLookup operators, HostCalls calls, KernelSelector selector) {
        this.operators = operators;
        this.calls = calls;
        this.composites = new Composites(selector);
    }

    Graph apply(Graph graph) {
        return new Rewriter(graph).apply(input -> input);
    }

    private static boolean isStatic(@Nullable Value value) {
        return value == null || (value.type() instanceof TensorType type && type.isStatic());
    }

    /** What is to be computed in the place of a node. */
    private record Call(Node node, Operator operator, Attributes attributes, List<@Nullable Value> inputs) {}

    private final class Rewriter extends GraphRewriter {
        private final StoredOrders orders = new StoredOrders(new Formulas(emitter()), this::image);
        private final Map<Value, List<Node>> consumers = new HashMap<>();
        private final Graph source;

        Rewriter(Graph graph) {
            super(graph, operators, calls);
            this.source = graph;
            for (Node node : graph.liveNodes()) {
                node.inputs().stream().distinct().forEach(input -> {
                    if (input != null) {
                        consumers.computeIfAbsent(input, v -> new ArrayList<>()).add(node);
                    }
                });
            }
        }

        @Override
        Value delivered(Value value) {
            return orders.natural(value);
        }

        @Override
        List<Value> rewrite(Node node, List<@Nullable Value> inputs) {
            boolean fixed = node.inputs().stream().allMatch(LazyTranspose::isStatic)
                    && node.outputs().stream().allMatch(LazyTranspose::isStatic);
            List<Value> done = fixed ? ordered(node) : null;
            return done != null ? done : keep(node, natural(node));
        }

        private List<@Nullable Value> natural(Node node) {
            List<@Nullable Value> inputs = new ArrayList<>();
            node.inputs().forEach(input -> inputs.add(input == null ? null : orders.natural(input)));
            return inputs;
        }

        private @Nullable List<Value> ordered(Node node) {
            String type = node.operator().id().qualifiedName();
            if (type.equals("Transpose")) {
                return transpose(node);
            }
            if (type.equals("Identity") || (type.equals("Dropout") && isIdle(node))) {
                return same(node);
            }
            ImageOperands images = ImageOperands.of(node);
            if (images != null) {
                return image(node, images);
            }
            if (type.equals("MatMul") || type.equals("org.cotangent::FusedMatMul")) {
                return product(node);
            }
            OrderedCall call = OrderedCall.of(node, orders);
            if (call == null) {
                return null;
            }
            List<@Nullable Value> inputs = new ArrayList<>();
            call.inputs(new Formulas(emitter())).forEach(inputs::add);
            List<Value> results = emitter()
                    .emit(
                            node.operator(),
                            call.attributes(),
                            inputs,
                            names(node),
                            node.outputs().size());
            node.outputs().forEach(output -> orders.put(output, call.result()));
            return results;
        }

        private static NodeNames names(Node node) {
            return new NodeNames(
                    node.name(), node.outputs().stream().map(Value::name).toList(), node.metadata());
        }

        private @Nullable List<Value> transpose(Node node) {
            Value x = node.inputs().getFirst();
            if (x == null || emitter().constantOf(image(x)) != null) {
                return null;
            }
            orders.put(node.outputs().getFirst(), orders.of(x).then(permutation(node)));
            return List.of(image(x));
        }

        /** Whether a Dropout drops nothing, and nobody asks what it dropped. */
        private boolean isIdle(Node node) {
            Value training = node.inputs().size() > 2 ? node.inputs().get(2) : null;
            Tensor mode = training == null ? null : emitter().constantOf(image(training));
            return (training == null || (mode != null && mode.getLong(0) == 0))
                    && node.outputs().stream().skip(1).noneMatch(consumers::containsKey)
                    && node.outputs().stream().skip(1).noneMatch(source.outputs()::containsValue);
        }

        private @Nullable List<Value> same(Node node) {
            Value x = node.inputs().getFirst();
            if (x == null) {
                return null;
            }
            orders.put(node.outputs().getFirst(), orders.of(x));
            return List.of(image(x));
        }

        private static AxisOrder permutation(Node node) {
            int rank = node.outputs().getFirst().shape().rank();
            return AxisOrder.ofTranspose(node.attributes().integersOrNull("perm"), rank);
        }

        /** An operator on images: with channels last, if there is a kernel, and if that is its own wish or they are. */
        private @Nullable List<Value> image(Node node, ImageOperands images) {
            int rank = images.rank();
            AxisOrder natural = AxisOrder.channelsLast(rank).inverse();
            boolean wished = images.prefersChannelsLast()
                    || images.inputs().stream()
                            .map(node.inputs()::get)
                            .anyMatch(value -> value != null && orders.of(value).equals(natural));
            if (!wished) {
                return null;
            }
            List<AxisOrder> inputs = new ArrayList<>();
            for (int i = 0; i < images.count(); i++) {
                inputs.add(images.inputs().contains(i) ? natural : AxisOrder.natural());
            }
            AxisOrder output = images.givesImage() ? AxisOrder.channelsLast(rank) : AxisOrder.natural();
            return composite(node, inputs, output);
        }

        /** A product that takes its factors as they stand, and gives its result as those want it that read it. */
        private @Nullable List<Value> product(Node node) {
            AxisOrder wanted = wanted(node.outputs().getFirst());
            int rank = node.outputs().getFirst().shape().rank();
            if (rank > 1
                    && wanted.equals(AxisOrder.matrixTransposed(rank))
                    && node.inputs().stream()
                            .allMatch(input -> input != null && input.shape().rank() > 1)) {
                return exchanged(node, wanted);
            }
            List<AxisOrder> inputs = orders(node.inputs());
            if (inputs.stream().allMatch(AxisOrder::isNatural) && wanted.isNatural()) {
                return null;
            }
            List<Value> both = wanted.isNatural() ? null : composite(node, inputs, wanted);
            return both != null || inputs.stream().allMatch(AxisOrder::isNatural)
                    ? both
                    : composite(node, inputs, AxisOrder.natural());
        }

        /** The transpose of a product is the product of the transposed factors, the second one first. */
        private List<Value> exchanged(Node node, AxisOrder wanted) {
            Attributes attributes = node.attributes();
            Operator fused = emitter().operators().get(OperatorId.COTANGENT, "FusedMatMul");
            Attributes other = fused.signature()
                    .resolve(Attributes.of("transA", attributes.integer("transB", 0) == 0 ? 1 : 0)
                            .with("transB", attributes.integer("transA", 0) == 0 ? 1 : 0)
                            .with("alpha", attributes.real("alpha", 1)));
            Call call = new Call(node, fused, other, node.inputs().reversed());
            List<AxisOrder> stand = orders(call.inputs());
            List<Value> composite = stand.stream().allMatch(AxisOrder::isNatural)
                    ? null
                    : composite(call, stand, AxisOrder.natural(), wanted);
            if (composite != null) {
                return composite;
            }
            List<@Nullable Value> inputs = new ArrayList<>();
            call.inputs().forEach(input -> inputs.add(input == null ? null : orders.natural(input)));
            List<Value> results = emitter().emit(fused, other, inputs, names(node), 1);
            orders.put(node.outputs().getFirst(), wanted.inverse());
            return results;
        }

        private List<AxisOrder> orders(List<@Nullable Value> values) {
            return values.stream()
                    .map(value -> value == null ? AxisOrder.natural() : orders.of(value))
                    .toList();
        }

        /** {@return the order that all readers of a value put it in} */
        private AxisOrder wanted(Value value) {
            List<Node> readers = consumers.getOrDefault(value, List.of());
            boolean transposed = !readers.isEmpty()
                    && !source.outputs().containsValue(value)
                    && !source.updates().containsValue(value)
                    && readers.stream()
                            .allMatch(
                                    node -> node.operator().id().qualifiedName().equals("Transpose"));
            List<AxisOrder> orders = transposed
                    ? readers.stream().map(Rewriter::permutation).distinct().toList()
                    : List.of();
            return orders.size() == 1 ? orders.getFirst() : AxisOrder.natural();
        }

        /** {@return the call with operands and result in these orders; null if no kernel takes them so} */
        private @Nullable List<Value> composite(Node node, List<AxisOrder> inputs, AxisOrder output) {
            Call call = new Call(node, node.operator(), node.attributes(), node.inputs());
            return composite(call, inputs, output, output);
        }

        /** @param gives what the call gives, as an order applied to the node's result */
        private @Nullable List<Value> composite(Call call, List<AxisOrder> inputs, AxisOrder output, AxisOrder gives) {
            Value result = call.node().outputs().getFirst();
            List<TensorType> types = new ArrayList<>();
            List<@Nullable Tensor> constants = new ArrayList<>();
            for (int i = 0; i < inputs.size(); i++) {
                Value input = call.inputs().get(i);
                if (input == null) {
                    return null;
                }
                TensorType type = input.tensorType();
                types.add(type.with(inputs.get(i).inverse().apply(type.shape())));
                constants.add(orders.of(input).isNatural() ? emitter().constantOf(image(input)) : null);
            }
            TensorType stored = result.tensorType().with(gives.apply(result.shape()));
            Forward.Composite composite =
                    new Forward.Composite(call.operator(), call.attributes(), inputs, output, null);
            CompositeOperator operator = composites.operator(call.node().name(), composite, types, constants, stored);
            if (operator == null) {
                return null;
            }
            List<@Nullable Value> operands = new ArrayList<>();
            for (int i = 0; i < inputs.size(); i++) {
                Value input = call.inputs().get(i);
                operands.add(input == null ? null : orders.in(input, inputs.get(i)));
            }
            List<Value> results = emitter().emit(operator, Attributes.none(), operands, names(call.node()), 1);
            orders.put(result, gives.inverse());
            return results;
        }
    }
}
