package org.cotangent.train;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.cotangent.engine.Cotangent;
import org.cotangent.spi.UnsupportedException;
import org.cotangent.spi.graph.Graph;
import org.cotangent.spi.graph.GraphBuilder;
import org.cotangent.spi.graph.Pruning;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.TensorType;
import org.cotangent.train.internal.GraphCopy;

/**
 * A training step as graphs that keep nothing: what a step leaves to the next goes out and comes in again. Written as a
 * file, any runtime that knows ONNX's operators trains with it.
 *
 * <p>A <b>step</b> takes the inputs of the model, {@value TrainingStep#TARGETS} if the loss has some, the learning rate
 * {@value #RATE} (a float32 scalar), and the state: each tensor under its own name, and the number of steps so far,
 * {@value #STEP} (an int64 scalar). It gives {@code training.loss}, {@code training.gradient_norm}, and each tensor of
 * the state as it is afterwards, under its name behind {@value #NEXT}. The graph of the <b>initial state</b> takes
 * nothing and gives the state under its names.
 *
 * @param step one step
 * @param initial the state before the first step
 */
public record TrainingGraph(Graph step, Graph initial) {
    /** The input that holds the learning rate. */
    public static final String RATE = "training.rate";
    /** The input that holds the number of steps before this one. */
    public static final String STEP = "training.step";
    /** Before the name of a tensor of the state: the output that holds it after the step. */
    public static final String NEXT = "next.";

    /**
     * {@return the graphs of a model and a recipe}
     *
     * @param types of inputs whose sizes are to be fixed; the others stay as the model declares them, symbols included
     * @throws UnsupportedException if gradients are to be accumulated
     */
    public static TrainingGraph of(
            Cotangent cotangent, Graph model, TrainingStep.Recipe recipe, Map<String, TensorType> types) {
        if (recipe.accumulation() != 1) {
            throw new UnsupportedException("a step of which " + recipe.accumulation()
                    + " make one update cannot be written as one graph: use one step and a larger batch");
        }
        ParameterStore store = ParameterStore.of(model, recipe.trainable(), false);
        StepGraph step = StepGraph.write(cotangent, model, recipe, store, types);
        return new TrainingGraph(new Unrolling(cotangent, step).write(), initial(cotangent, step.graph()));
    }

    /** {@return the names of the tensors of the state that are the model's own or the recipe's, without the number} */
    public List<String> state() {
        return initial.outputs().keySet().stream()
                .filter(name -> !name.equals(STEP))
                .toList();
    }

    private static Graph initial(Cotangent cotangent, Graph step) {
        GraphBuilder builder = cotangent.graph("initial state");
        step.updates().keySet().forEach(value -> {
            Tensor tensor = Objects.requireNonNull(step.initializers().get(value));
            builder.output(value.name(), builder.initializer("initial." + value.name(), tensor));
        });
        builder.output(STEP, builder.initializer("initial." + STEP, Tensor.scalar(0L)));
        return builder.build();
    }

    /** Writes a step anew, with inputs in place of what it would keep. */
    private static final class Unrolling {
        private final StepGraph step;
        private final Graph graph;
        private final GraphBuilder builder;
        private final Formulas f;
        private final GraphCopy copy;

        Unrolling(Cotangent cotangent, StepGraph step) {
            this.step = step;
            this.graph = Pruning.live(step.graph());
            this.builder = cotangent.graph("training step");
            this.f = new Formulas(builder);
            this.copy = GraphCopy.into(builder, graph);
        }

        Graph write() {
            graph.inputs().forEach((name, value) -> {
                if (!step.numbers().containsKey(name)) {
                    copy.put(value, builder.input(name, value.type()));
                }
            });
            Value rate = builder.input(RATE, TensorType.of(DType.FLOAT));
            Value count = builder.input(STEP, TensorType.of(DType.INT64));
            graph.initializers().forEach((value, tensor) -> {
                boolean changes = graph.updates().containsKey(value);
                copy.put(
                        value,
                        changes
                                ? builder.input(value.name(), value.type())
                                : builder.initializer(value.name(), tensor));
            });
            numbers(f.cast(count, DType.DOUBLE), f.cast(rate, DType.DOUBLE));
            graph.nodes().forEach(copy::keep);
            graph.outputs().forEach((name, value) -> builder.output(name, copy.image(value)));
            graph.updates().forEach((state, value) -> builder.output(NEXT + state.name(), copy.image(value)));
            builder.output(NEXT + STEP, f.add(count, f.constant(Tensor.scalar(1L))));
            return builder.build();
        }

        private void numbers(Value count, Value rate) {
            step.numbers().forEach((name, number) -> {
                Value input = graph.inputs().get(name);
                if (input != null) {
                    copy.put(input, f.cast(number.in(f, count, rate), input.dtype()));
                }
            });
        }
    }
}
