package org.cotangent.train;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import org.cotangent.autograd.Autograd;
import org.cotangent.autograd.Parameter;
import org.cotangent.autograd.Variable;
import org.cotangent.spi.ModelException;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.train.optim.Optimizer;
import org.cotangent.train.optim.StepFormula;
import org.cotangent.train.optim.StepNumber;
import org.jspecify.annotations.Nullable;

/**
 * Steps of an optimiser between passes that are computed at once: {@code zeroGrad()}, {@code loss.backward()},
 * {@code step(rate)}. It follows the same formulas as planned training.
 */
public final class EagerOptimizer {
    private final Autograd autograd;
    private final Formulas f;
    private final Optimizer optimizer;
    private final SequencedMap<String, Parameter> parameters;
    private final SequencedMap<String, Tensor> slots = new LinkedHashMap<>();
    private final @Nullable GradientClip clip;
    private long count;

    /** An optimiser of these parameters, by name. */
    public EagerOptimizer(Autograd autograd, Optimizer optimizer, Map<String, Parameter> parameters) {
        this(autograd, optimizer, parameters, null);
    }

    /** An optimiser that clips gradients before it uses them. */
    public EagerOptimizer(
            Autograd autograd, Optimizer optimizer, Map<String, Parameter> parameters, @Nullable GradientClip clip) {
        this.autograd = autograd;
        this.f = autograd.ops().f();
        this.optimizer = optimizer;
        this.parameters = new LinkedHashMap<>(parameters);
        this.clip = clip;
    }

    /** Forgets the gradients of all parameters. */
    public void zeroGrad() {
        parameters.values().forEach(Parameter::zeroGrad);
    }

    /** Changes every parameter that has a gradient. */
    public void step(double learningRate) {
        autograd.noGrad(() -> update(learningRate));
        count++;
    }

    private void update(double learningRate) {
        SequencedMap<String, Value> gradients = new LinkedHashMap<>();
        parameters.forEach((name, parameter) -> {
            Variable gradient = parameter.grad();
            if (gradient != null && parameter.requiresGrad()) {
                gradients.put(name, gradient.value());
            }
        });
        Value norm = clip == null || gradients.isEmpty() ? null : GradientClip.norm(f, gradients.values());
        gradients.forEach((name, gradient) -> {
            Variable variable = autograd.variable(Objects.requireNonNull(parameters.get(name)));
            Value clipped = clip == null || norm == null ? gradient : clip.apply(f, gradient, norm);
            Slots state = new Slots(name, variable.value(), learningRate);
            Value next = optimizer.update(f, variable.value(), clipped, state);
            state.write();
            variable.inPlace(old -> autograd.variable(next));
        });
    }

    /** {@return the number of steps so far} */
    public long count() {
        return count;
    }

    /** {@return what the optimiser keeps, by name; live} Empty before the first step. */
    public SequencedMap<String, Tensor> state() {
        return Collections.unmodifiableSequencedMap(slots);
    }

    /**
     * Continues where another optimiser of the same parameters stood.
     *
     * @throws ModelException if a tensor belongs to none of the parameters or is not of its type; then nothing changes
     */
    public void restore(Map<String, Tensor> state, long steps) {
        List<String> strangers = state.entrySet().stream()
                .filter(entry -> !belongs(entry.getKey(), entry.getValue()))
                .map(entry -> "'" + entry.getKey() + "' " + entry.getValue().type())
                .toList();
        if (!strangers.isEmpty()) {
            throw new ModelException("the state is not one of these parameters: " + String.join(", ", strangers)
                    + " belongs to none of " + parameters.keySet());
        }
        slots.clear();
        state.forEach((name, tensor) -> slots.put(name, tensor.copy()));
        count = steps;
    }

    private boolean belongs(String slot, Tensor tensor) {
        Parameter parameter = parameters.get(slot.substring(0, Math.max(0, slot.lastIndexOf('.'))));
        return parameter != null && parameter.type().equals(tensor.type());
    }

    /** What the optimiser keeps of one parameter. */
    private final class Slots implements Optimizer.State {
        private final String name;
        private final Value parameter;
        private final double learningRate;
        private final List<Runnable> writes = new ArrayList<>();

        Slots(String name, Value parameter, double learningRate) {
            this.name = name;
            this.parameter = parameter;
            this.learningRate = learningRate;
        }

        private Tensor tensor(String slot, double initial) {
            return slots.computeIfAbsent(
                    name + "." + slot,
                    key -> Tensor.full(
                            parameter.dtype(), initial, parameter.shape().sizes()));
        }

        @Override
        public Value slot(String slot, double initial) {
            return f.constant(tensor(slot, initial));
        }

        @Override
        public void set(String slot, Value value) {
            Tensor result = autograd.variable(value).tensor();
            writes.add(() -> tensor(slot, 0).copyFrom(result));
        }

        @Override
        public Value number(String number, StepNumber function) {
            double value = StepFormula.of(function).at(new double[] {count, learningRate});
            DType dtype = parameter.dtype();
            return f.cast(f.scalar(dtype == DType.DOUBLE ? dtype : DType.FLOAT, value), dtype);
        }

        /** The parameter's formula has been computed: what it read may be overwritten. */
        void write() {
            writes.forEach(Runnable::run);
        }
    }
}
