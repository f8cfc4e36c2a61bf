package org.cotangent.engine.plan;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.cotangent.engine.kernel.HostCalls;
import org.cotangent.engine.kernel.KernelSelector;
import org.cotangent.spi.graph.Graph;
import org.cotangent.spi.graph.GraphBuilder.NodeNames;
import org.cotangent.spi.graph.Node;
import org.cotangent.spi.graph.OperatorLookup;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Forward;
import org.cotangent.spi.op.Scalar;
import org.cotangent.spi.tensor.AxisOrder;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.TensorType;
import org.jspecify.annotations.Nullable;

/**
 * Lets products and convolutions do what an elementwise operator, their only reader, does to their result: while it is
 * stored, where a kernel can.
 */
final class ProductEpilogue {
    private static final Set<String> PRODUCTS = Set.of("MatMul", "Gemm", "org.cotangent::FusedMatMul", "Conv");

    private final OperatorLookup operators;
    private final HostCalls calls;
    private final Composites composites;

    ProductEpilogue(OperatorLookup operators, HostCalls calls, KernelSelector selector) {
        this.operators = operators;
        this.calls = calls;
        this.composites = new Composites(selector);
    }

    Graph apply(Graph graph) {
        return new Rewriter(graph).apply(input -> input);
    }

    private final class Rewriter extends GraphRewriter {
        private final Map<Value, Node> producers = new HashMap<>();
        private final Map<Value, Integer> readers = new HashMap<>();

        Rewriter(Graph graph) {
            super(graph, operators, calls);
            for (Node node : graph.liveNodes()) {
                node.outputs().forEach(output -> producers.put(output, node));
                new HashSet<>(node.inputs()).forEach(input -> {
                    if (input != null) {
                        readers.merge(input, 1, Integer::sum);
                    }
                });
            }
            graph.outputs().values().forEach(value -> readers.merge(value, 1, Integer::sum));
            graph.updates().values().forEach(value -> readers.merge(value, 1, Integer::sum));
        }

        @Override
        List<Value> rewrite(Node node, List<@Nullable Value> inputs) {
            if (node.operator().forward() instanceof Forward.Pointwise pointwise
                    && node.outputs().size() == 1
                    && node.inputs().stream().allMatch(Rewriter::isFloat)
                    && isFloat(node.outputs().getFirst())) {
                Scalar expression = pointwise
                        .of(node.attributes(), DType.FLOAT, inputs.size())
                        .getFirst();
                for (int i = inputs.size() - 1; i >= 0; i--) {
                    List<Value> merged = merged(node, i, expression);
                    if (merged != null) {
                        return merged;
                    }
                }
            }
            return keep(node, inputs);
        }

        private static boolean isFloat(@Nullable Value value) {
            return value != null
                    && value.type() instanceof TensorType type
                    && type.isStatic()
                    && type.dtype() == DType.FLOAT;
        }

        /** {@return the product behind input {@code i} with the expression as its end, or null} */
        private @Nullable List<Value> merged(Node node, int i, Scalar expression) {
            Value result = node.inputs().get(i);
            Node product = result == null ? null : producers.get(result);
            Forward.Composite bare = product == null ? null : bare(product);
            if (product == null
                    || bare == null
                    || readers.getOrDefault(result, 0) != 1
                    || !result.shape().equals(node.outputs().getFirst().shape())) {
                return null;
            }
            List<Value> operands = new ArrayList<>();
            product.inputs().forEach(operands::add);
            List<Scalar> arguments = new ArrayList<>();
            for (int k = 0; k < node.inputs().size(); k++) {
                if (k == i) {
                    arguments.add(Scalar.input(0));
                } else {
                    operands.add(node.inputs().get(k));
                    arguments.add(
                            Scalar.input(operands.size() - product.inputs().size()));
                }
            }
            Forward.Composite composite = new Forward.Composite(
                    bare.operator(),
                    bare.attributes(),
                    bare.inputs(),
                    bare.output(),
                    Substitution.of(arguments).apply(expression));
            return emit(node, composite, operands);
        }

        /** {@return the call of a product as a composite without an end; null if it is none} */
        private static Forward.@Nullable Composite bare(Node node) {
            if (node.inputs().contains(null)) {
                return null;
            }
            if (node.operator().forward() instanceof Forward.Composite composite) {
                String type = composite.operator().id().qualifiedName();
                return composite.epilogue() == null && PRODUCTS.contains(type) ? composite : null;
            }
            return PRODUCTS.contains(node.operator().id().qualifiedName())
                    ? new Forward.Composite(
                            node.operator(),
                            node.attributes(),
                            node.inputs().stream()
                                    .map(input -> AxisOrder.natural())
                                    .toList(),
                            AxisOrder.natural(),
                            null)
                    : null;
        }

        private @Nullable List<Value> emit(Node node, Forward.Composite composite, List<Value> operands) {
            List<@Nullable Tensor> constants = new ArrayList<>();
            List<@Nullable Value> images = new ArrayList<>();
            for (Value operand : operands) {
                images.add(image(operand));
                constants.add(emitter().constantOf(image(operand)));
            }
            CompositeOperator operator = composites.operator(
                    node.name(),
                    composite,
                    operands.stream().map(Value::tensorType).toList(),
                    constants,
                    node.outputs().getFirst().tensorType());
            NodeNames names = new NodeNames(
                    node.name(), node.outputs().stream().map(Value::name).toList(), node.metadata());
            return operator == null ? null : emitter().emit(operator, Attributes.none(), images, names, 1);
        }
    }
}
