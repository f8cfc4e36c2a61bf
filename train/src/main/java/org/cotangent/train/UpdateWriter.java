package org.cotangent.train;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.Collectors;
import org.cotangent.spi.GraphException;
import org.cotangent.spi.graph.Graph;
import org.cotangent.spi.graph.GraphBuilder;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.TensorType;
import org.cotangent.train.optim.Average;
import org.cotangent.train.optim.Optimizer;
import org.cotangent.train.optim.StepFormula;
import org.cotangent.train.optim.StepNumber;
import org.jspecify.annotations.Nullable;

/** Writes what follows the gradients in a training step: clipping, and the new value of each parameter. */
final class UpdateWriter {
    private static final String ACCUMULATED = "training.gradient.";
    private static final String AVERAGE = "training.average.";
    private static final String NUMBER = "training.number.";
    private static final String SLOT = "training.slot.";

    private final GraphBuilder builder;
    private final Formulas f;
    private final TrainingStep.Recipe recipe;
    private final ParameterStore store;
    private final @Nullable LossScale scale;
    /** Whether the update takes place, if that depends on the gradients. */
    private @Nullable Value usable;

    private final SequencedMap<String, StepFormula> numbers = new LinkedHashMap<>();

    /**
     * A writer for a graph.
     *
     * @param scale of the loss, in the graph; null for none
     */
    UpdateWriter(GraphBuilder builder, TrainingStep.Recipe recipe, ParameterStore store, @Nullable LossScale scale) {
        this.builder = builder;
        this.f = new Formulas(builder);
        this.recipe = recipe;
        this.store = store;
        this.scale = scale;
    }

    /** Writes a graph of the update alone: gradients are what was accumulated or, if nothing is, inputs. */
    void writeAlone() {
        SequencedMap<Value, Value> gradients = new LinkedHashMap<>();
        for (String name : recipe.trainable()) {
            Value parameter = builder.parameter(name, store.parameter(name));
            if (recipe.accumulation() == 1) {
                gradients.put(parameter, builder.newInput("gradient." + name, parameter.type()));
            } else {
                Value sum = accumulated(parameter);
                gradients.put(parameter, f.mul(sum, 1.0 / recipe.accumulation()));
                builder.update(sum, f.zerosLike(sum));
            }
        }
        write(gradients);
        for (ParameterGroup group : recipe.groups()) {
            if (gradients.keySet().stream().noneMatch(p -> group.members().contains(p.name(), p.tensorType()))) {
                throw new GraphException("a parameter group has none of the trainable parameters "
                        + gradients.keySet().stream().map(Value::name).collect(Collectors.joining(", ")));
            }
        }
    }

    /**
     * {@return the norm of the gradients, before they are clipped}
     *
     * @param gradients by the parameter
     */
    Value write(SequencedMap<Value, Value> gradients) {
        Value norm = GradientClip.norm(f, gradients.values());
        usable = scale == null ? null : scale.usable(norm);
        GradientClip clip = recipe.clip();
        gradients.forEach((parameter, gradient) -> {
            Value clipped = clip == null ? gradient : clip.apply(f, gradient, norm);
            GraphState state = new GraphState(parameter, recipe.groupOf(parameter));
            Value next = state.optimizer().update(f, parameter, clipped, state);
            set(parameter, next);
            Average average = recipe.average();
            if (average != null) {
                average(parameter, next, state.number("average", (step, rate) -> average.keep(step)));
            }
        });
        return norm;
    }

    /**
     * Adds gradients to those of earlier steps.
     *
     * @return the norm of their mean so far, if there were as many as will be accumulated
     */
    Value accumulate(SequencedMap<Value, Value> gradients) {
        SequencedMap<Value, Value> sums = new LinkedHashMap<>();
        gradients.forEach((parameter, gradient) -> {
            Value sum = accumulated(parameter);
            Value next = f.add(sum, gradient);
            sums.put(parameter, next);
            builder.update(sum, next);
        });
        return f.mul(GradientClip.norm(f, sums.values()), 1.0 / recipe.accumulation());
    }

    private void set(Value parameter, Value value) {
        builder.update(parameter, usable == null ? value : f.where(usable, value, parameter));
    }

    private Value accumulated(Value parameter) {
        String name = ACCUMULATED + parameter.name();
        return builder.parameter(name, store.slot(name, Tensor.allocate(parameter.tensorType())));
    }

    private void average(Value parameter, Value next, Value keep) {
        String name = AVERAGE + parameter.name();
        Value average = builder.parameter(name, store.average(name, parameter.name()));
        set(average, f.add(f.mul(average, keep), f.mul(next, f.sub(1, keep))));
    }

    /** {@return the graph as it is written} */
    Graph graph() {
        return builder.build();
    }

    /** {@return the inputs that were added for the numbers of a step, by name} */
    SequencedMap<String, StepFormula> numbers() {
        return numbers;
    }

    /** The optimiser's state as parameters and inputs of the graph. */
    private final class GraphState implements Optimizer.State {
        private final Value parameter;
        private final int group;
        private final Map<String, Value> slots = new HashMap<>();

        /** State in the recipe's group of this number, or in none. */
        GraphState(Value parameter, int group) {
            this.parameter = parameter;
            this.group = group;
        }

        Optimizer optimizer() {
            Optimizer common = recipe.optimizer();
            return group < 0 ? common : recipe.groups().get(group).settings().apply(common);
        }

        private double rateFactor() {
            return group < 0 ? 1 : recipe.groups().get(group).rateFactor();
        }

        @Override
        public Value slot(String slot, double initial) {
            return slots.computeIfAbsent(slot, s -> {
                String name = SLOT + parameter.name() + "." + s;
                TensorType type = parameter.tensorType();
                Tensor filled = Tensor.full(type.dtype(), initial, type.shape().sizes());
                return builder.parameter(name, store.slot(name, filled));
            });
        }

        @Override
        public void set(String slot, Value value) {
            UpdateWriter.this.set(slot(slot), value);
        }

        /** Numbers of float64 parameters are float64; others are float32, and rounded in the graph. */
        @Override
        public Value number(String number, StepNumber function) {
            DType dtype = parameter.dtype() == DType.DOUBLE ? DType.DOUBLE : DType.FLOAT;
            String name = NUMBER + (group < 0 ? "" : group + ".") + number + "." + dtype;
            Value input = builder.findInput(name);
            if (input == null) {
                input = builder.input(name, TensorType.of(dtype));
                double factor = rateFactor();
                numbers.put(
                        name,
                        StepFormula.of((step, rate) -> function.of(step, factor == 1 ? rate : rate.times(factor))));
            }
            return f.cast(input, parameter.dtype());
        }
    }
}
