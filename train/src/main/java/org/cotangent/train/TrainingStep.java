package org.cotangent.train;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import org.cotangent.engine.Cotangent;
import org.cotangent.engine.plan.Plan;
import org.cotangent.engine.plan.Profile;
import org.cotangent.engine.plan.Session;
import org.cotangent.spi.graph.Graph;
import org.cotangent.spi.graph.GraphBuilder;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.op.Tangent;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.TensorType;
import org.cotangent.train.loss.Loss;
import org.cotangent.train.optim.Optimizer;
import org.jspecify.annotations.Nullable;

/**
 * Forward, loss, gradients and update as one plan, for inputs of given sizes.
 *
 * <p>A run takes the inputs of the model and an input {@value #TARGETS}, and changes the parameters.
 */
public final class TrainingStep implements AutoCloseable {
    /** The name of the input that holds the targets. */
    public static final String TARGETS = "targets";

    private static final String LOSS = "training.loss";
    private static final String NORM = "training.gradient_norm";
    private static final String NUMBER = "training.number.";

    private final Plan plan;
    private final Session session;
    private final Map<String, Tensor> numbers = new HashMap<>();
    private final Map<String, Tensor> results = new LinkedHashMap<>();
    private final Optimizer optimizer;

    /** What a step reports: the loss before the update, and the norm of the gradient before clipping. */
    public record Report(double loss, double gradientNorm) {}

    /**
     * What is trained, towards what, and how.
     *
     * @param output the name of the output that the loss is taken of
     * @param trainable the names of the initializers that change
     */
    public record Recipe(
            String output,
            Loss loss,
            Optimizer optimizer,
            @Nullable GradientClip clip,
            Collection<String> trainable) {}

    TrainingStep(
            Cotangent cotangent, Graph model, Recipe recipe, ParameterStore store, Map<String, TensorType> inputs) {
        this.optimizer = recipe.optimizer();
        Graph parametrised = parametrise(cotangent, model, recipe, store);
        Graph forward = cotangent.specialise(parametrised, inputs);
        this.plan = cotangent.plan(write(cotangent, forward, recipe, store), Map.of());
        this.session = plan.newSession();
        results.put(LOSS, Tensor.allocate(plan.graph().output(LOSS).tensorType()));
        results.put(NORM, Tensor.allocate(plan.graph().output(NORM).tensorType()));
    }

    private static Graph parametrise(Cotangent cotangent, Graph model, Recipe recipe, ParameterStore store) {
        GraphBuilder builder = GraphBuilder.from(model, cotangent.operators());
        for (String name : recipe.trainable()) {
            Value value = model.initializer(name);
            Tensor initial = Objects.requireNonNull(model.initializers().get(value));
            builder.setInitializer(value, store.parameter(name, initial));
            builder.markParameter(value);
        }
        return builder.build();
    }

    private static Graph write(Cotangent cotangent, Graph forward, Recipe recipe, ParameterStore store) {
        GraphBuilder builder = GraphBuilder.from(forward, cotangent.operators());
        Formulas f = new Formulas(builder);
        Value output = forward.output(recipe.output());
        Value target = builder.input(TARGETS, recipe.loss().target(output.tensorType()));
        builder.clearOutputs();
        builder.output("training.model_output", output);
        Value loss = recipe.loss().of(f, output, target);
        builder.output(LOSS, loss);
        Graph withLoss = builder.build();
        Map<Value, Tangent> seeds = new LinkedHashMap<>();
        seeds.put(loss, Tangent.of(f.scalarLike(loss, 1)));
        SequencedMap<String, Value> gradients =
                cotangent.differentiation().gradients(builder, withLoss, seeds, recipe.trainable());
        builder.clearOutputs();
        builder.output(LOSS, loss);
        Value norm = GradientClip.norm(f, gradients);
        builder.output(NORM, norm);
        Value factor = recipe.clip() == null ? null : recipe.clip().factor(f, norm);
        gradients.forEach((name, gradient) -> {
            Value parameter = withLoss.initializer(name);
            Value clipped = factor == null ? gradient : f.mul(gradient, f.cast(factor, gradient.dtype()));
            GraphState state = new GraphState(builder, f, name, parameter, store);
            builder.update(parameter, recipe.optimizer().update(f, parameter, clipped, state));
        });
        return builder.build();
    }

    /** The optimiser's state as parameters and inputs of the graph. */
    private static final class GraphState implements Optimizer.State {
        private final GraphBuilder builder;
        private final Formulas f;
        private final String name;
        private final Value parameter;
        private final ParameterStore store;
        private final Map<String, Value> slots = new HashMap<>();

        GraphState(GraphBuilder builder, Formulas f, String name, Value parameter, ParameterStore store) {
            this.builder = builder;
            this.f = f;
            this.name = name;
            this.parameter = parameter;
            this.store = store;
        }

        @Override
        public Value slot(String slot) {
            return slots.computeIfAbsent(slot, s -> {
                String full = name + "." + s;
                return builder.parameter("training.slot." + full, store.slot(full, parameter.tensorType()));
            });
        }

        @Override
        public void set(String slot, Value value) {
            builder.update(slot(slot), value);
        }

        @Override
        public Value number(String number) {
            Value input = builder.findInput(NUMBER + number);
            if (input == null) {
                input = builder.input(NUMBER + number, TensorType.of(DType.FLOAT));
            }
            return f.cast(input, parameter.dtype());
        }
    }

    /**
     * Runs one step.
     *
     * @param step counted from 0
     * @param inputs the inputs of the model and {@value #TARGETS}
     */
    public Report run(long step, double learningRate, Map<String, Tensor> inputs) {
        Map<String, Tensor> all = new HashMap<>(inputs);
        optimizer.numbers(step, learningRate).forEach((name, value) -> {
            if (plan.graph().inputs().containsKey(NUMBER + name)) {
                Tensor tensor = numbers.computeIfAbsent(name, n -> Tensor.allocate(DType.FLOAT));
                tensor.setDouble(0, value);
                all.put(NUMBER + name, tensor);
            }
        });
        session.run(all, results);
        return new Report(result(LOSS).getDouble(0), result(NORM).getDouble(0));
    }

    private Tensor result(String name) {
        return Objects.requireNonNull(results.get(name));
    }

    /** {@return how the step is run} */
    public Plan plan() {
        return plan;
    }

    /** {@return the cost of the parts of the coming steps, which are measured from now on} */
    public Profile profile() {
        return session.profile();
    }

    /** Sets where the random numbers of the coming steps begin. */
    public void seed(long seed) {
        session.seed(seed);
    }

    @Override
    public void close() {
        session.close();
    }
}
