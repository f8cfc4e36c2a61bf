package org.cotangent.testkit.backend;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.cotangent.engine.Cotangent;
import org.cotangent.spi.graph.Graph;
import org.cotangent.spi.graph.GraphBuilder;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.TensorType;

/**
 * Graphs of several operators, of which plans make something else: fused expressions, products that take a bias, layers
 * that are recognised, axes in another order, sizes that are known late.
 */
enum SmallModel {
    EXPRESSIONS("x", 6, 5) {
        @Override
        Value output(Weights w, Formulas f, Value x) {
            Value shared = f.mul(f.sigmoid(x), w.of("scale", 5));
            Value left = f.add(f.square(shared), f.exp(f.neg(f.abs(x))));
            return f.div(f.where(f.greater(x, f.scalarLike(x, 0)), left, shared), f.add(left, 1));
        }
    },
    PERCEPTRON("x", 8, 7) {
        @Override
        Value output(Weights w, Formulas f, Value x) {
            Value hidden = f.tanh(f.add(f.matmul(x, w.of("w1", 7, 9)), w.of("b1", 9)));
            return f.softmax(f.op("Gemm", hidden, w.of("w2", 9, 4), w.of("b2", 4)), 1);
        }
    },
    CONVOLUTIONS("x", 2, 3, 8, 7) {
        @Override
        Value output(Weights w, Formulas f, Value x) {
            Attributes padded = Attributes.of("pads", new long[] {1, 1, 1, 1});
            Value y = f.op("Relu", f.op("Conv", padded, x, w.of("k1", 4, 3, 3, 3), w.of("b1", 4)));
            y = f.op("AveragePool", Attributes.of("kernel_shape", new long[] {2, 2}), y);
            y = f.op("Conv", Attributes.of("group", 2), y, w.of("k2", 4, 2, 3, 3));
            return f.reduceMean(f.mul(y, w.of("scale", 1, 4, 1, 1)), false, 2, 3);
        }
    },
    ATTENTION("x", 2, 5, 6) {
        @Override
        Value output(Weights w, Formulas f, Value x) {
            Value q = heads(f, f.matmul(x, w.of("q", 6, 6)));
            Value k = heads(f, f.matmul(x, w.of("k", 6, 6)));
            Value v = heads(f, f.matmul(x, w.of("v", 6, 6)));
            Value weights = f.softmax(f.mul(f.matmul(q, f.transposeMatrix(k)), 0.5), -1);
            Value y = f.reshape(f.transpose(f.matmul(weights, v), 0, 2, 1, 3), 2, 5, 6);
            return f.op("LayerNormalization", f.add(x, y), w.of("gain", 6), w.of("bias", 6));
        }
    },
    LATE_SIZES("x", 9, 4) {
        @Override
        Value output(Weights w, Formulas f, Value x) {
            Value positive = f.greater(f.reduceSum(x, false, 1), f.scalarLike(x, 0));
            Value rows = f.op("Compress", Attributes.of("axis", 0), x, positive);
            return f.matmul(f.op("Relu", rows), w.of("w", 4, 3));
        }
    };

    private final String input;
    private final long[] sizes;

    SmallModel(String input, long... sizes) {
        this.input = input;
        this.sizes = sizes;
    }

    abstract Value output(Weights weights, Formulas f, Value x);

    private static Value heads(Formulas f, Value x) {
        return f.transpose(f.reshape(x, 2, 5, 2, 3), 0, 2, 1, 3);
    }

    /** The parameters of a graph, drawn by their names. */
    record Weights(GraphBuilder builder, DType dtype) {
        Value of(String name, long... sizes) {
            return builder.parameter(name, drawn(name.hashCode(), sizes).converted(dtype));
        }
    }

    /** {@return numbers in [-1, 1) that float32 holds exactly} */
    static Tensor drawn(long seed, long... sizes) {
        SplittableRandom random = new SplittableRandom(seed);
        Tensor tensor = Tensor.allocate(DType.DOUBLE, sizes);
        for (long i = 0; i < tensor.elements(); i++) {
            tensor.setDouble(i, (float) random.nextDouble(-1, 1));
        }
        return tensor;
    }

    /** {@return the model} */
    Graph graph(Cotangent engine, DType dtype) {
        GraphBuilder builder = engine.graph(name());
        Value x = builder.input(input, TensorType.of(dtype, sizes));
        builder.output("y", output(new Weights(builder, dtype), new Formulas(builder), x));
        return engine.specialise(builder.build(), Map.of());
    }

    /** {@return the model and the gradient of the sum of its squares by all its parameters and its input} */
    Graph withGradients(Cotangent engine, DType dtype) {
        Graph graph = graph(engine, dtype);
        GraphBuilder builder = GraphBuilder.from(graph, engine.operators());
        Value y = graph.output("y");
        List<String> names = names(graph);
        engine.differentiation()
                .gradients(builder, graph, Map.of(y, Training.twice(builder, y)), names)
                .forEach((name, gradient) -> builder.output("gradient of " + name, gradient));
        return builder.build();
    }

    private List<String> names(Graph graph) {
        Map<String, Value> names = new LinkedHashMap<>();
        graph.parameters().forEach(parameter -> names.put(parameter.name(), parameter));
        names.put(input, graph.input(input));
        return List.copyOf(names.keySet());
    }

    /** {@return inputs of the model} */
    Map<String, Tensor> inputs(long seed, DType dtype) {
        return Map.of(input, drawn(seed, sizes).converted(dtype));
    }
}
