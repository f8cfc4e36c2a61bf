package org.cotangent.train;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.cotangent.engine.Cotangent;
import org.cotangent.engine.plan.Plan;
import org.cotangent.engine.plan.Profile;
import org.cotangent.engine.plan.Session;
import org.cotangent.spi.CotangentException;
import org.cotangent.spi.GraphException;
import org.cotangent.spi.graph.Graph;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.TensorType;
import org.cotangent.train.loss.Loss;
import org.cotangent.train.optim.Average;
import org.cotangent.train.optim.Optimizer;
import org.jspecify.annotations.Nullable;

/**
 * Forward, loss, gradients and update as one plan, for inputs of given sizes. Where gradients are accumulated, the step
 * adds them up in place of the update.
 *
 * <p>A run takes the inputs of the model and, if the loss has targets, an input {@value #TARGETS}.
 */
public final class TrainingStep implements AutoCloseable {
    /** The name of the input that holds the targets. */
    public static final String TARGETS = "targets";

    /** The name of the output that holds the loss before the update. */
    static final String LOSS = "training.loss";
    /** The name of the output that holds the norm of the gradient. */
    static final String NORM = "training.gradient_norm";

    private final Map<String, TensorType> types;
    private final Plan plan;
    /** The inputs that a batch has to bring. */
    private final List<String> required;

    private final Session session;
    private final StepNumbers numbers;
    private final Map<String, Tensor> inputs = new HashMap<>();
    private final Map<String, Tensor> results = new LinkedHashMap<>();

    /**
     * What a step reports: the loss before the update, and the norm of the gradient before clipping; while gradients
     * are accumulated, of their sum so far divided by the number of steps that an update takes.
     */
    public record Report(double loss, double gradientNorm) {}

    /**
     * What is trained, towards what, and how.
     *
     * @param output the name of the output that the loss is taken of
     * @param trainable the names of the initializers that change
     * @param groups parameters with settings of their own
     * @param accumulation the number of steps whose gradients, averaged, make one update
     * @param average of the parameters, which is kept beside them; null for none
     * @param precision in which products are computed
     */
    public record Recipe(
            String output,
            Loss loss,
            Optimizer optimizer,
            @Nullable GradientClip clip,
            Collection<String> trainable,
            List<ParameterGroup> groups,
            int accumulation,
            @Nullable Average average,
            Precision precision) {
        public Recipe {
            trainable = List.copyOf(trainable);
            groups = List.copyOf(groups);
            if (accumulation < 1) {
                throw new CotangentException("an update takes one step or more, not " + accumulation);
            }
        }

        /** One group, an update each step, no average. */
        public Recipe(
                String output,
                Loss loss,
                Optimizer optimizer,
                @Nullable GradientClip clip,
                Collection<String> trainable) {
            this(output, loss, optimizer, clip, trainable, List.of(), 1, null, Precision.MODEL);
        }

        /** {@return this recipe with groups of parameters in place of any before} */
        public Recipe withGroups(ParameterGroup... others) {
            return new Recipe(
                    output, loss, optimizer, clip, trainable, List.of(others), accumulation, average, precision);
        }

        /**
         * {@return this recipe with an update after this many steps, by the mean of their gradients}
         *
         * <p>With a loss that is a mean over samples and batches of equal size it is the update of one large batch.
         */
        public Recipe withAccumulation(int steps) {
            return new Recipe(output, loss, optimizer, clip, trainable, groups, steps, average, precision);
        }

        /** {@return this recipe with a running average of the parameters, {@link Training#averaged()}} */
        public Recipe withAverage(Average other) {
            return new Recipe(output, loss, optimizer, clip, trainable, groups, accumulation, other, precision);
        }

        /** {@return this recipe with products in another precision} */
        public Recipe withPrecision(Precision other) {
            return new Recipe(output, loss, optimizer, clip, trainable, groups, accumulation, average, other);
        }

        /** {@return what is minimised} */
        Objective objective() {
            return new Objective(output, loss, trainable, precision);
        }

        /** {@return the number of the first group that a parameter belongs to, -1 if there is none} */
        int groupOf(Value parameter) {
            for (int i = 0; i < groups.size(); i++) {
                if (groups.get(i).members().contains(parameter.name(), parameter.tensorType())) {
                    return i;
                }
            }
            return -1;
        }
    }

    TrainingStep(Cotangent cotangent, Graph model, Recipe recipe, ParameterStore store, Map<String, TensorType> types) {
        this.types = types;
        StepGraph step = StepGraph.write(cotangent, model, recipe, store, types);
        this.plan = cotangent.plan(step.graph(), Map.of());
        this.session = plan.newSession();
        this.numbers = new StepNumbers(plan.graph(), step.numbers(), inputs);
        this.required = plan.graph().inputs().keySet().stream()
                .filter(name -> !inputs.containsKey(name))
                .toList();
        results.put(LOSS, Tensor.allocate(plan.graph().output(LOSS).tensorType()));
        results.put(NORM, Tensor.allocate(plan.graph().output(NORM).tensorType()));
    }

    /** {@return whether the step is for inputs of these types} Allocates next to nothing, as each step asks. */
    boolean takes(Map<String, Tensor> batch) {
        if (batch.size() != types.size() + (batch.containsKey(TARGETS) ? 1 : 0)) {
            return false;
        }
        for (Map.Entry<String, TensorType> entry : types.entrySet()) {
            Tensor tensor = batch.get(entry.getKey());
            if (tensor == null || !isOf(entry.getValue(), tensor)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isOf(TensorType type, Tensor tensor) {
        if (type.dtype() != tensor.dtype() || type.shape().rank() != tensor.rank()) {
            return false;
        }
        for (int axis = 0; axis < tensor.rank(); axis++) {
            if (!type.shape().dim(axis).is(tensor.size(axis))) {
                return false;
            }
        }
        return true;
    }

    /**
     * Runs one step.
     *
     * @param step the number of updates before this one
     * @param batch the inputs of the model and {@value #TARGETS}
     */
    public Report run(long step, double learningRate, Map<String, Tensor> batch) {
        numbers.set(step, learningRate);
        for (String name : required) {
            if (!batch.containsKey(name)) {
                throw new GraphException("input '" + name + "' is not given; given are " + batch.keySet());
            }
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

    /** {@return how many tensors runs have allocated because their shapes depend on the data} */
    long lateAllocations() {
        return session.lateAllocations();
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
