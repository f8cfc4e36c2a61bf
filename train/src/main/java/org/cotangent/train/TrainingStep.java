package org.cotangent.train;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
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
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.TensorType;
import org.cotangent.train.loss.Loss;
import org.cotangent.train.optim.Optimizer;
import org.cotangent.train.optim.StepNumber;
import org.jspecify.annotations.Nullable;

/**
 * Forward, loss, gradients and update as one plan, for inputs of given sizes.
 *
 * <p>A run takes the inputs of the model and, if the loss has targets, an input {@value #TARGETS}; it changes the
 * parameters.
 */
public final class TrainingStep implements AutoCloseable {
    /** The name of the input that holds the targets. */
    public static final String TARGETS = "targets";

    private static final String LOSS = "training.loss";
    private static final String NORM = "training.gradient_norm";

    private final Plan plan;
    private final Session session;
    private final List<StepInput> numbers = new ArrayList<>();
    private final Map<String, Tensor> inputs = new HashMap<>();
    private final Map<String, Tensor> results = new LinkedHashMap<>();

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

    /** A number of the step, and the input that takes it. */
    private record StepInput(StepNumber function, Tensor tensor) {}

    TrainingStep(
            Cotangent cotangent, Graph model, Recipe recipe, ParameterStore store, Map<String, TensorType> inputs) {
        Graph forward = cotangent.specialise(parametrise(cotangent, model, store), inputs);
        GraphBuilder builder = GraphBuilder.from(forward, cotangent.operators());
        UpdateWriter updates = new UpdateWriter(builder, recipe, store);
        this.plan = cotangent.plan(write(cotangent, builder, forward, recipe, updates), Map.of());
        this.session = plan.newSession();
        updates.numbers().forEach((name, function) -> {
            Tensor tensor = Tensor.allocate(plan.graph().input(name).tensorType());
            this.inputs.put(name, tensor);
            numbers.add(new StepInput(function, tensor));
        });
        results.put(LOSS, Tensor.allocate(plan.graph().output(LOSS).tensorType()));
        results.put(NORM, Tensor.allocate(plan.graph().output(NORM).tensorType()));
    }

    private static Graph parametrise(Cotangent cotangent, Graph model, ParameterStore store) {
        GraphBuilder builder = GraphBuilder.from(model, cotangent.operators());
        store.model().forEach((name, tensor) -> {
            Value value = model.initializer(name);
            builder.setInitializer(value, tensor);
            builder.markParameter(value);
        });
        return builder.build();
    }

    private static Graph write(
            Cotangent cotangent, GraphBuilder builder, Graph forward, Recipe recipe, UpdateWriter updates) {
        Formulas f = new Formulas(builder);
        Value output = forward.output(recipe.output());
        TensorType type = recipe.loss().target(output.tensorType());
        Value target = recipe.loss().hasTarget() ? builder.input(TARGETS, type) : f.constant(Tensor.allocate(type));
        builder.clearOutputs();
        builder.output("training.model_output", output);
        Value loss = recipe.loss().of(f, output, target);
        builder.output(LOSS, loss);
        Graph withLoss = builder.build();
        Map<Value, Tangent> seeds = new LinkedHashMap<>();
        seeds.put(loss, Tangent.of(f.scalarLike(loss, 1)));
        SequencedMap<Value, Value> gradients = new LinkedHashMap<>();
        cotangent
                .differentiation()
                .gradients(builder, withLoss, seeds, recipe.trainable())
                .forEach((name, gradient) -> gradients.put(withLoss.initializer(name), gradient));
        builder.clearOutputs();
        builder.output(LOSS, loss);
        builder.output(NORM, updates.write(gradients));
        return builder.build();
    }

    /**
     * Runs one step.
     *
     * @param step counted from 0
     * @param batch the inputs of the model and {@value #TARGETS}
     */
    public Report run(long step, double learningRate, Map<String, Tensor> batch) {
        for (StepInput number : numbers) {
            number.tensor().setDouble(0, number.function().at(step, learningRate));
        }
        inputs.putAll(batch);
        session.run(inputs, results);
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
