package org.cotangent.train;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import org.cotangent.spi.graph.GraphBuilder;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.TensorType;
import org.cotangent.train.optim.Optimizer;
import org.cotangent.train.optim.StepNumber;

/** Writes what follows the gradients in a training step: clipping, and the new value of each parameter. */
final class UpdateWriter {
    private static final String SLOT = "training.slot.";
    private static final String NUMBER = "training.number.";

    private final GraphBuilder builder;
    private final Formulas f;
    private final TrainingStep.Recipe recipe;
    private final ParameterStore store;
    private final SequencedMap<String, StepNumber> numbers = new LinkedHashMap<>();

    UpdateWriter(GraphBuilder builder, TrainingStep.Recipe recipe, ParameterStore store) {
        this.builder = builder;
        this.f = new Formulas(builder);
        this.recipe = recipe;
        this.store = store;
    }

    /**
     * {@return the norm of the gradients, before they are clipped}
     *
     * @param gradients by the parameter
     */
    Value write(SequencedMap<Value, Value> gradients) {
        Value norm = GradientClip.norm(f, gradients.values());
        Value factor = recipe.clip() == null ? null : recipe.clip().factor(f, norm);
        gradients.forEach((parameter, gradient) -> {
            Value clipped = factor == null ? gradient : f.mul(gradient, f.cast(factor, gradient.dtype()));
            builder.update(parameter, recipe.optimizer().update(f, parameter, clipped, new GraphState(parameter)));
        });
        return norm;
    }

    /** {@return the inputs that were added for the numbers of a step, by name} */
    SequencedMap<String, StepNumber> numbers() {
        return numbers;
    }

    /** The optimiser's state as parameters and inputs of the graph. */
    private final class GraphState implements Optimizer.State {
        private final Value parameter;
        private final Map<String, Value> slots = new HashMap<>();

        GraphState(Value parameter) {
            this.parameter = parameter;
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
            builder.update(slot(slot), value);
        }

        /** Numbers of float64 parameters are float64; others are float32, and rounded in the graph. */
        @Override
        public Value number(String number, StepNumber function) {
            DType dtype = parameter.dtype() == DType.DOUBLE ? DType.DOUBLE : DType.FLOAT;
            String name = NUMBER + number + "." + dtype;
            Value input = builder.findInput(name);
            if (input == null) {
                input = builder.input(name, TensorType.of(dtype));
                numbers.put(name, function);
            }
            return f.cast(input, parameter.dtype());
        }
    }
}
