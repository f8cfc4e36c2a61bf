package org.cotangent.bench.suite;

import java.util.ArrayList;
import java.util.List;
import org.cotangent.spi.graph.Graph;
import org.cotangent.spi.graph.GraphBuilder;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Dim;
import org.cotangent.spi.tensor.Shape;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.TensorType;

/** Writes the graph of a {@link GptDecoder}: its only use is one call of {@link #write}. */
final class GptGraph {
    private static final double MASKED = -1e9;

    private final GptDecoder sizes;
    private final GraphBuilder builder;
    private final Formulas f;
    private final RandomTensors random = new RandomTensors(37);
    private final List<Value> presents = new ArrayList<>();

    GptGraph(GptDecoder sizes, GraphBuilder builder) {
        this.sizes = sizes;
        this.builder = builder;
        this.f = new Formulas(builder);
    }

    Graph write() {
        Dim tokens = Dim.symbol("tokens");
        TensorType ids = new TensorType(DType.INT64, Shape.of(List.of(Dim.of(1), tokens)));
        Value input = builder.input("input_ids", ids);
        Value positions = builder.input("position_ids", ids);
        Value triangle = triangle();
        Value x = f.add(
                f.gather(weight("wte", sizes.vocabulary(), sizes.width()), input, 0),
                f.gather(weight("wpe", sizes.context(), sizes.width()), positions, 0));
        for (int layer = 0; layer < sizes.layers(); layer++) {
            x = block(x, layer, triangle);
        }
        builder.output("logits", f.matmul(norm(x, "ln_f"), weight("head", sizes.width(), sizes.vocabulary())));
        for (int i = 0; i < presents.size(); i++) {
            builder.output("present." + i / 2 + (i % 2 == 0 ? ".key" : ".value"), presents.get(i));
        }
        return builder.build();
    }

    private Value block(Value x, int layer, Value triangle) {
        String name = "h." + layer;
        Value attended = f.add(x, attention(norm(x, name + ".ln_1"), layer, triangle));
        Value hidden = gelu(linear(norm(attended, name + ".ln_2"), name + ".fc", sizes.width(), 4 * sizes.width()));
        return f.add(attended, linear(hidden, name + ".proj", 4 * sizes.width(), sizes.width()));
    }

    private Value attention(Value x, int layer, Value triangle) {
        List<Value> parts = f.call(
                "",
                "Split",
                Attributes.of("axis", 2),
                3,
                linear(x, "h." + layer + ".attn", sizes.width(), 3 * sizes.width()),
                f.integers(sizes.width(), sizes.width(), sizes.width()));
        Value query = perHead(parts.getFirst());
        Value key = cached(perHead(parts.get(1)), "past." + layer + ".key");
        Value value = cached(perHead(parts.getLast()), "past." + layer + ".value");
        Value scores = f.div(f.matmul(query, f.transpose(key, 0, 1, 3, 2)), f.scalar(DType.FLOAT, Math.sqrt((double)
                sizes.headSize())));
        Value masked = f.where(causal(triangle, query, key), scores, f.scalar(DType.FLOAT, MASKED));
        Value mixed = f.transpose(f.matmul(f.softmax(masked, -1), value), 0, 2, 1, 3);
        return linear(
                f.op("Reshape", mixed, f.integers(0, 0, sizes.width())),
                "h." + layer + ".out",
                sizes.width(),
                sizes.width());
    }

    private Value perHead(Value x) {
        return f.transpose(f.op("Reshape", x, f.integers(0, 0, sizes.heads(), sizes.headSize())), 0, 2, 1, 3);
    }

    private Value cached(Value fresh, String name) {
        Shape shape = Shape.of(List.of(Dim.of(1), Dim.of(sizes.heads()), Dim.symbol("past"), Dim.of(sizes.headSize())));
        Value whole = f.concat(2, List.of(builder.input(name, new TensorType(DType.FLOAT, shape)), fresh));
        presents.add(whole);
        return whole;
    }

    /** The rows of the tokens that are asked for and the columns of those that are there, of a lower triangle. */
    private Value causal(Value triangle, Value query, Value key) {
        Value there = length(key);
        Value from = f.sub(there, length(query));
        Value rows = f.op("Slice", triangle, from, there, f.integers(2));
        return f.op("Slice", rows, f.integers(0), there, f.integers(3));
    }

    private Value length(Value x) {
        return f.gather(f.shapeOf(x), f.integers(2), 0);
    }

    private Value triangle() {
        boolean[] lower = new boolean[Math.toIntExact(sizes.context() * sizes.context())];
        for (int i = 0; i < lower.length; i++) {
            lower[i] = i % sizes.context() <= i / sizes.context();
        }
        return f.constant(Tensor.of(lower, 1, 1, sizes.context(), sizes.context()));
    }

    private Value gelu(Value x) {
        Value shifted = f.add(f.erf(f.div(x, f.scalar(DType.FLOAT, Math.sqrt(2.0)))), 1);
        return f.mul(f.mul(x, shifted), 0.5);
    }

    private Value norm(Value x, String name) {
        return f.op(
                "LayerNormalization",
                x,
                builder.initializer(name + ".weight", Tensor.full(DType.FLOAT, 1, sizes.width())),
                builder.initializer(name + ".bias", random.floats(0.1, sizes.width())));
    }

    private Value linear(Value x, String name, long from, long to) {
        Value bias = builder.initializer(name + ".bias", random.floats(0.1, to));
        return f.add(f.matmul(x, weight(name + ".weight", from, to)), bias);
    }

    private Value weight(String name, long rows, long columns) {
        return builder.initializer(name, random.floats(Math.sqrt(3.0 / rows), rows, columns));
    }
}
