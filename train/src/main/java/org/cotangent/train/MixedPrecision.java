package org.cotangent.train;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.cotangent.spi.graph.Graph;
import org.cotangent.spi.graph.GraphBuilder;
import org.cotangent.spi.graph.GraphBuilder.NodeNames;
import org.cotangent.spi.graph.Node;
import org.cotangent.spi.graph.OperatorLookup;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.op.Signature;
import org.cotangent.spi.op.TypeVariable;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.TensorType;
import org.jspecify.annotations.Nullable;

/** Writes a graph anew with its products in a lower precision; what {@link Precision#BFLOAT16} says. */
final class MixedPrecision {
    /** Operators whose float32 operands are rounded. */
    static final Set<String> PRODUCTS = Set.of(
            "Attention", "Conv", "ConvTranspose", "DeformConv", "Einsum", "GRU", "Gemm", "LSTM", "MatMul", "RNN");

    /** Operators that stay in the lower precision if all their operands are in it. */
    static final Set<String> FOLLOWING = Set.of(
            "Add",
            "Clip",
            "Concat",
            "DepthToSpace",
            "Dropout",
            "Elu",
            "Expand",
            "Flatten",
            "Gather",
            "Gelu",
            "HardSigmoid",
            "HardSwish",
            "Identity",
            "LeakyRelu",
            "Max",
            "MaxPool",
            "Min",
            "Mul",
            "Neg",
            "Pad",
            "Relu",
            "Reshape",
            "Sigmoid",
            "Slice",
            "SpaceToDepth",
            "Split",
            "Squeeze",
            "Sub",
            "Swish",
            "Tanh",
            "Tile",
            "Transpose",
            "Unsqueeze",
            "Where");

    private final Graph graph;
    private final GraphBuilder builder;
    private final Formulas f;
    private final DType low;
    private final Map<Value, Value> images = new HashMap<>();
    private final Set<Value> lowered = new HashSet<>();
    private final Map<Value, Value> casts = new HashMap<>();

    private MixedPrecision(Graph graph, OperatorLookup operators, DType low) {
        this.graph = graph;
        this.builder = new GraphBuilder(graph.name(), operators);
        this.f = new Formulas(builder);
        this.low = low;
    }

    /** {@return the graph with this type for float32 in products} Inputs, parameters and outputs keep their types. */
    static Graph of(Graph graph, OperatorLookup operators, DType low) {
        return low == DType.FLOAT ? graph : new MixedPrecision(graph, operators, low).rewritten();
    }

    private Graph rewritten() {
        graph.inputs().forEach((name, value) -> images.put(value, builder.input(name, value.type())));
        graph.initializers()
                .forEach((value, tensor) -> images.put(
                        value,
                        graph.parameters().contains(value)
                                ? builder.parameter(value.name(), tensor)
                                : builder.initializer(value.name(), tensor)));
        graph.nodes().forEach(this::rewrite);
        graph.outputs().forEach((name, value) -> builder.output(name, full(image(value))));
        graph.updates().forEach((parameter, value) -> builder.update(image(parameter), full(image(value))));
        return builder.build();
    }

    private void rewrite(Node node) {
        List<@Nullable Value> inputs = new ArrayList<>();
        boolean reduced = reduces(node);
        for (int i = 0; i < node.inputs().size(); i++) {
            Value input = node.inputs().get(i);
            Value image = input == null ? null : image(input);
            inputs.add(image == null ? null : reduced && isOperand(node, i) ? rounded(image) : full(image));
        }
        List<String> names = node.outputs().stream().map(Value::name).toList();
        List<Value> outputs = builder.emit(
                node.operator(),
                attributes(node, reduced),
                inputs,
                new NodeNames(node.name(), names, node.metadata()),
                names.size());
        for (int i = 0; i < outputs.size(); i++) {
            images.put(node.outputs().get(i), outputs.get(i));
            if (reduced && outputs.get(i).type() instanceof TensorType type && type.dtype() == low) {
                lowered.add(outputs.get(i));
            }
        }
    }

    private boolean reduces(Node node) {
        String type = node.operator().id().qualifiedName();
        if (PRODUCTS.contains(type)) {
            return true;
        }
        if (!FOLLOWING.contains(type)) {
            return false;
        }
        boolean any = false;
        for (int i = 0; i < node.inputs().size(); i++) {
            Value input = node.inputs().get(i);
            if (input != null && isOperand(node, i)) {
                if (!lowered.contains(image(input))) {
                    return false;
                }
                any = true;
            }
        }
        return any;
    }

    /** Operands are of the type of an output; masks, ratios and indices are not. */
    private static boolean isOperand(Node node, int i) {
        Signature signature = node.operator().signature();
        TypeVariable variable = signature.input(i).type();
        return signature.outputs().stream().anyMatch(output -> output.type().equals(variable));
    }

    /** Attention computes its softmax in float32. */
    private static Attributes attributes(Node node, boolean reduced) {
        boolean attention = reduced && node.operator().id().qualifiedName().equals("Attention");
        return attention && !node.attributes().has("softmax_precision")
                ? node.attributes().with("softmax_precision", DType.FLOAT.code())
                : node.attributes();
    }

    private Value image(Value value) {
        return Objects.requireNonNull(images.get(value));
    }

    /** {@return the value in the lower precision} Each use of a parameter rounds it: gradients add up in float32. */
    private Value rounded(Value value) {
        if (!(value.type() instanceof TensorType type) || type.dtype() != DType.FLOAT) {
            return value;
        }
        Value rounded = builder.constantOf(value) == null && builder.producer(value) == null
                ? f.cast(value, low)
                : casts.computeIfAbsent(value, v -> f.cast(v, low));
        lowered.add(rounded);
        return rounded;
    }

    private Value full(Value value) {
        return lowered.contains(value) ? casts.computeIfAbsent(value, v -> f.cast(v, DType.FLOAT)) : value;
    }
}
