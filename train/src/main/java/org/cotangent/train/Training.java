package org.cotangent.train;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import org.cotangent.engine.Cotangent;
import org.cotangent.engine.plan.PlanCache;
import org.cotangent.spi.graph.Graph;
import org.cotangent.spi.graph.GraphBuilder;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.TensorType;
import org.jspecify.annotations.Nullable;

/**
 * A run of training steps on a model. Steps are planned once for each combination of input sizes, the last
 * {@value PlanCache#KEPT} of which are kept.
 *
 * <p>{@linkplain Graph#updates() Updates} of the model's own, such as running statistics, are part of each step; the
 * tensors that they change are its buffers. What a step does depends on its inputs, the {@linkplain #state() state},
 * the {@linkplain #count() count} and the seed, and on nothing else.
 */
public final class Training implements AutoCloseable {
    /** Between the seeds of two steps. */
    static final long STRIDE = 0x9E3779B97F4A7C15L;

    private final Cotangent cotangent;
    private final Graph model;
    private final TrainingStep.Recipe recipe;
    private final ParameterStore store;
    private final PlanCache<Map<String, TensorType>, TrainingStep> steps = new PlanCache<>(TrainingStep::close);
    private final @Nullable AccumulatedUpdate update;
    private @Nullable TrainingStep latest;
    private long count;
    private long seed;

    /** A run on copies of the model's initializers. */
    public Training(Cotangent cotangent, Graph model, TrainingStep.Recipe recipe) {
        this(cotangent, model, recipe, false);
    }

    /** {@return a run that changes the model's own tensors, which others may share} */
    public static Training inPlace(Cotangent cotangent, Graph model, TrainingStep.Recipe recipe) {
        return new Training(cotangent, model, recipe, true);
    }

    private Training(Cotangent cotangent, Graph model, TrainingStep.Recipe recipe, boolean shared) {
        this.cotangent = cotangent;
        this.model = model;
        this.recipe = recipe;
        this.store = ParameterStore.of(model, recipe.trainable(), shared);
        GraphBuilder update = cotangent.graph("update");
        LossScale scale = recipe.precision().scalesLoss() ? new LossScale(update, store) : null;
        UpdateWriter writer = new UpdateWriter(update, recipe, store, scale);
        writer.writeAlone();
        this.update = recipe.accumulation() == 1 ? null : new AccumulatedUpdate(cotangent, writer);
    }

    /**
     * Runs the next step. With accumulation k every k-th step updates the parameters, with the learning rate it is
     * given.
     *
     * @param inputs the inputs of the model and {@value TrainingStep#TARGETS}
     */
    public TrainingStep.Report step(double learningRate, Map<String, Tensor> inputs) {
        TrainingStep step = planned(inputs);
        step.seed(seed + STRIDE * count);
        long updates = count / recipe.accumulation();
        TrainingStep.Report report = step.run(updates, learningRate, inputs);
        count++;
        if (update != null && count % recipe.accumulation() == 0) {
            update.run(updates, learningRate);
        }
        return report;
    }

    /** {@return the step for inputs of these sizes} */
    public TrainingStep planned(Map<String, Tensor> inputs) {
        if (latest == null || !latest.takes(inputs)) {
            latest = stepFor(inputs);
        }
        return latest;
    }

    private TrainingStep stepFor(Map<String, Tensor> inputs) {
        Map<String, TensorType> types = new LinkedHashMap<>();
        inputs.forEach((name, tensor) -> {
            if (!name.equals(TrainingStep.TARGETS)) {
                types.put(name, tensor.type());
            }
        });
        return steps.get(types, t -> new TrainingStep(cotangent, model, recipe, store, t));
    }

    /** {@return what training changes of the model, by name: trained parameters, then buffers; live as the state} */
    public SequencedMap<String, Tensor> parameters() {
        return store.model();
    }

    /**
     * {@return {@link #parameters()} with the recipe's running average in place of each trained parameter: what to
     * evaluate or save with}
     *
     * <p>The tensors are live. Without an average in the recipe they are the parameters themselves.
     */
    public SequencedMap<String, Tensor> averaged() {
        return store.averaged();
    }

    /**
     * {@return every tensor that later steps depend on, by name: {@link #parameters()}, averages, what the optimiser
     * keeps, gradients that are being accumulated}
     *
     * <p>The tensors are live: they change with the next step. Copy them to keep them.
     */
    public SequencedMap<String, Tensor> state() {
        return store.all();
    }

    /**
     * Continues where another run with the same model, recipe and seed stood: its next steps will be those of that run,
     * bit for bit.
     *
     * <p>Throws {@link org.cotangent.spi.ModelException}, and changes nothing, if the names or types of the tensors are
     * not those of {@link #state()}; it names what is missing, what is too many and what has another type.
     *
     * @param state copied
     * @param steps what {@link #count()} was
     */
    public void restore(Map<String, Tensor> state, long steps) {
        store.restore(state);
        count = steps;
    }

    /** Sets the seed of the random numbers, 0 at first. Those of a step depend on the seed and the count. */
    public void seed(long value) {
        seed = value;
    }

    /** {@return the number of steps so far} */
    public long count() {
        return count;
    }

    /**
     * {@return the model, to be measured with the {@linkplain #averaged() parameters} as they are at the time} It
     * performs no updates of the model's own.
     */
    public Evaluation evaluation() {
        return evaluation(model);
    }

    /**
     * {@return another form of the model, such as one without dropout, to be measured with the parameters of this
     * training}
     *
     * @param graph its initializers of the names of {@link #parameters()} take their values
     */
    public Evaluation evaluation(Graph graph) {
        return new Evaluation(cotangent, graph, recipe.output(), recipe.loss(), averaged());
    }

    @Override
    public void close() {
        steps.close();
        latest = null;
        if (update != null) {
            update.close();
        }
    }
}
