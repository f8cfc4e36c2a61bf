package org.cotangent.train.internal;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;
import org.cotangent.spi.graph.Graph;
import org.cotangent.spi.graph.GraphBuilder;
import org.cotangent.spi.graph.Node;
import org.cotangent.spi.graph.OperatorLookup;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.TensorType;
import org.jspecify.annotations.Nullable;

/**
 * Gives a net new weights. What a ConstantOfShape node of known shape makes for an operator's parameter becomes an
 * initializer first. Then, by the port that takes it: weights of MatMul, Gemm and Conv are normal with variance
 * {@code 2 / fan-in} (He et al., 2015), scales and running variances 1, biases and running means 0. Others stay.
 */
public final class Reinitialization {
    private static final Set<String> MAPS = Set.of("MatMul", "Gemm", "Conv");

    private final Graph graph;
    private final GraphBuilder builder;
    private final RandomGenerator random;
    private final Map<String, Tensor> drawn = new HashMap<>();

    private Reinitialization(Graph graph, OperatorLookup operators, long seed) {
        this.graph = GraphCopy.of(graph, operators, List.of(constants()));
        this.builder = GraphBuilder.from(this.graph, operators);
        this.random = new SplittableRandom(seed);
    }

    /** {@return the graph with new weights, and their names} */
    public static Result of(Graph graph, OperatorLookup operators, long seed) {
        return new Reinitialization(graph, operators, seed).draw();
    }

    /** A graph and the names of its new weights. */
    public record Result(Graph graph, Map<String, Tensor> weights) {}

    /** Turns nodes of known results with one number everywhere into initializers. */
    private static GraphCopy.Edit constants() {
        Map<Value, Double> filled = new HashMap<>();
        return (node, copy) -> {
            Value output = node.outputs().getFirst();
            Double number = switch (WeightUses.type(node)) {
                case "ConstantOfShape" -> node.attributes().tensor("value").getDouble(0);
                case "Reshape", "Identity" -> filled.get(node.inputs().getFirst());
                default -> null;
            };
            boolean fits =
                    output.type() instanceof TensorType type && type.dtype().isFloating() && type.isStatic();
            if (number == null || !fits) {
                return false;
            }
            filled.put(output, number);
            Tensor tensor = Tensor.full(output.dtype(), number, output.shape().sizes());
            copy.put(output, copy.builder().initializer(output.name(), tensor));
            return true;
        };
    }

    private Result draw() {
        for (Node node : graph.nodes()) {
            for (int i = 1; i < node.inputs().size(); i++) {
                Value input = node.inputs().get(i);
                if (input != null
                        && input.type() instanceof TensorType type
                        && graph.initializers().containsKey(input)) {
                    Tensor tensor = drawn.containsKey(input.name()) ? null : draw(node, i, type);
                    if (tensor != null) {
                        builder.setInitializer(input, tensor);
                        drawn.put(input.name(), tensor);
                    }
                }
            }
        }
        return new Result(builder.build(), Map.copyOf(drawn));
    }

    /** {@return new elements of input {@code i} of a node, or null if it keeps what it has} */
    private @Nullable Tensor draw(Node node, int i, TensorType type) {
        String port = node.operator().signature().input(i).name().toLowerCase(Locale.ROOT);
        long[] sizes = type.shape().sizes();
        boolean weight = i == 1 && MAPS.contains(WeightUses.type(node)) && sizes.length > 1;
        return weight
                ? normal(type.dtype(), 2.0 / fanIn(node, sizes), sizes)
                : switch (port) {
                    case "scale", "input_var" -> Tensor.full(type.dtype(), 1, sizes);
                    case "b", "bias", "c", "input_mean" -> Tensor.allocate(type.dtype(), sizes);
                    default -> null;
                };
    }

    private static long fanIn(Node node, long[] sizes) {
        boolean inputsFirst = WeightUses.type(node).equals("MatMul")
                || (WeightUses.type(node).equals("Gemm") && !node.attributes().flag("transB"));
        int outputs = inputsFirst ? sizes.length - 1 : 0;
        return LongStream.of(sizes).reduce(1, Math::multiplyExact) / sizes[outputs];
    }

    private Tensor normal(DType dtype, double variance, long... sizes) {
        Tensor tensor = Tensor.allocate(dtype, sizes);
        double deviation = Math.sqrt(variance);
        for (long i = 0; i < tensor.elements(); i++) {
            tensor.setDouble(i, deviation * random.nextGaussian());
        }
        return tensor;
    }
}
