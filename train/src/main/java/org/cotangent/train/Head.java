package org.cotangent.train;

import java.util.random.RandomGenerator;
import org.cotangent.spi.GraphException;
import org.cotangent.spi.graph.Graph;
import org.cotangent.spi.graph.GraphBuilder;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;

/** What a new head of a model is written with: the model's values, new parameters, and the operators as functions. */
public final class Head {
    private final Graph graph;
    private final GraphBuilder builder;
    private final Formulas formulas;
    private final RandomGenerator random;

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

    /** {@return the input, initializer or node output of this name} */
    public Value value(String name) {
        Value value = graph.find(name);
        if (value == null) {
            value = graph.outputs().get(name);
        }
        if (value == null) {
            throw new GraphException("the model has no value '" + name + "'; its outputs are "
                    + graph.outputs().keySet());
        }
        return value;
    }

    /** {@return a new parameter with these elements} */
    public Value parameter(String name, Tensor initial) {
        return builder.initializer(name, initial);
    }

    /**
     * {@return {@code x W + b} with new parameters {@code name.weight [in, out]} and {@code name.bias [out]}} Both are
     * drawn uniformly from {@code [-1/sqrt(in), 1/sqrt(in))}.
     */
    public Value linear(String name, Value x, long outputs) {
        long inputs = x.shape().size(x.shape().rank() - 1);
        double bound = 1 / Math.sqrt(inputs);
        Value weight = parameter(name + ".weight", uniform(x.dtype(), bound, inputs, outputs));
        Value bias = parameter(name + ".bias", uniform(x.dtype(), bound, outputs));
        return formulas.add(formulas.matmul(x, weight), bias);
    }

    private Tensor uniform(DType dtype, double bound, long... sizes) {
        Tensor tensor = Tensor.allocate(dtype, sizes);
        for (long i = 0; i < tensor.elements(); i++) {
            tensor.setDouble(i, random.nextDouble(-bound, bound));
        }
        return tensor;
    }
}
