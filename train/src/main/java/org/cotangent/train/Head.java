package org.cotangent.train;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedSet;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;
import org.cotangent.spi.GraphException;
import org.cotangent.spi.ShapeException;
import org.cotangent.spi.graph.Graph;
import org.cotangent.spi.graph.GraphBuilder;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Dim;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.train.internal.DropoutSite;
import org.cotangent.train.internal.NearNames;

/**
 * What a new head of a model is written with: the model's values, new parameters, the usual layers, and the operators
 * as functions.
 */
public final class Head {
    private final Graph graph;
    private final GraphBuilder builder;
    private final Formulas formulas;
    private final RandomGenerator random;
    private final SequencedSet<String> added = new LinkedHashSet<>();
    private final Map<String, DropoutSite> dropouts = new HashMap<>();

    /** Writes a head. */
    @FunctionalInterface
    public interface Writer {
        /** {@return the new output} */
        Value write(Head head, Formulas f);
    }

    Head(Graph graph, GraphBuilder builder, RandomGenerator random) {
        this.graph = graph;
        this.builder = builder;
        this.formulas = new Formulas(builder);
        this.random = random;
    }

    Formulas formulas() {
        return formulas;
    }

    /** {@return the names of the new parameters} */
    SequencedSet<String> added() {
        return added;
    }

    Map<String, DropoutSite> dropouts() {
        return dropouts;
    }

    /**
     * {@return the only output of the model, which the head stands on}
     *
     * @throws GraphException if there are several
     */
    public Value input() {
        if (graph.outputs().size() != 1) {
            throw new GraphException(
                    "the model has the outputs " + graph.outputs().keySet()
                            + "; say which one the head stands on, by value(name) or by cutting the model there");
        }
        return graph.outputs().firstEntry().getValue();
    }

    /** {@return the names of the model's inputs} */
    public SequencedSet<String> inputs() {
        return graph.inputs().sequencedKeySet();
    }

    /**
     * {@return the input, initializer, node output or output of this name}
     *
     * @throws GraphException with names that are close if there is none
     */
    public Value value(String name) {
        return find(graph, name);
    }

    static Value find(Graph graph, String name) {
        Value value = graph.find(name);
        if (value == null) {
            value = graph.outputs().get(name);
        }
        if (value == null) {
            List<String> names = new ArrayList<>(graph.outputs().keySet());
            names.addAll(graph.inputs().keySet());
            graph.nodes().forEach(node -> node.outputs().forEach(output -> names.add(output.name())));
            throw new GraphException("the model has no value '" + name + "'; its outputs are "
                    + graph.outputs().keySet() + ", close names are " + NearNames.of(name, names));
        }
        return value;
    }

    /** {@return a new parameter with these elements} */
    public Value parameter(String name, Tensor initial) {
        added.add(name);
        return builder.initializer(name, initial);
    }

    /**
     * {@return {@code x W + b} with new parameters {@code name.weight [in, out]} and {@code name.bias [out]}} Both are
     * drawn uniformly from {@code [-1/sqrt(in), 1/sqrt(in))}.
     */
    public Value linear(String name, Value x, long outputs) {
        long inputs = width(name, x);
        double bound = 1 / Math.sqrt((double) inputs);
        Value weight = parameter(name + ".weight", uniform(x.dtype(), bound, inputs, outputs));
        Value bias = parameter(name + ".bias", uniform(x.dtype(), bound, outputs));
        return formulas.add(formulas.matmul(x, weight), bias);
    }

    /**
     * {@return {@code (x - mean) / sqrt(var + epsilon) * scale + bias} over the last axis, with new parameters
     * {@code name.weight}, ones, and {@code name.bias}, zeros}
     */
    public Value layerNorm(String name, Value x, double epsilon) {
        long width = width(name, x);
        Value scale = parameter(name + ".weight", Tensor.full(x.dtype(), 1, width));
        Value bias = parameter(name + ".bias", Tensor.allocate(x.dtype(), width));
        Attributes attributes = Attributes.of("axis", -1).with("epsilon", (float) epsilon);
        return formulas.op("LayerNormalization", attributes, x, scale, bias);
    }

    private static long width(String name, Value x) {
        int rank = x.shape().isRanked() ? x.shape().rank() : 0;
        Dim width = rank == 0 ? null : x.shape().dim(rank - 1);
        if (width == null || !width.isKnown()) {
            throw new ShapeException("'" + name + "' stands on " + x + ", whose last size must be known");
        }
        return width.size();
    }

    private Tensor uniform(DType dtype, double bound, long... sizes) {
        Tensor tensor = Tensor.allocate(dtype, sizes);
        for (long i = 0; i < tensor.elements(); i++) {
            tensor.setDouble(i, random.nextDouble(-bound, bound));
        }
        return tensor;
    }

    /**
     * {@return the mean over the tokens of each text, those left out whose mask is 0}
     *
     * @param tokens {@code [texts, tokens, width]}
     * @param mask {@code [texts, tokens]}, 1 for a token and 0 for padding, of any type
     */
    public Value meanPooling(Value tokens, Value mask) {
        Value weights = formulas.unsqueeze(formulas.cast(mask, tokens.dtype()), 2);
        Value sum = formulas.reduceSum(formulas.mul(tokens, weights), false, 1);
        Value count = formulas.reduceSum(weights, false, 1);
        return formulas.div(sum, formulas.op("Max", count, formulas.scalarLike(count, 1e-9)));
    }

    /** {@return the mean of {@code [images, channels, sizes...]} over all sizes: {@code [images, channels]}} */
    public Value globalAverage(Value x) {
        return formulas.reduceMean(
                x, false, LongStream.range(2, x.shape().rank()).toArray());
    }

    /** {@return {@code x}, of which training sets this share to zero and scales up the rest; otherwise {@code x}} */
    public Value dropout(Value x, double ratio) {
        Value dropped = formulas.op("Dropout", x);
        String node = Objects.requireNonNull(builder.producer(dropped)).name();
        dropouts.put(node, new DropoutSite(ratio, true));
        return dropped;
    }

    /** {@return an elementwise operator of ONNX, such as Relu, Gelu, Tanh or Sigmoid, applied to {@code x}} */
    public Value activation(String type, Value x) {
        return formulas.op(type, x);
    }
}
