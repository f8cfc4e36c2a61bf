package org.cotangent.train;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.cotangent.engine.Cotangent;
import org.cotangent.engine.plan.PlanCache;
import org.cotangent.spi.ModelException;
import org.cotangent.spi.graph.Graph;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.TensorType;
import org.cotangent.train.optim.Lbfgs;

/**
 * Steps of L-BFGS on a model: for full batches, where a good direction is worth several evaluations of the loss.
 *
 * <p>Directions and line searches are computed in float64 whatever the types of the parameters are. All evaluations of
 * a step draw the same random numbers; updates of the model's own graph happen in each.
 */
public final class LbfgsTraining implements AutoCloseable {
    private static final String PREFIX = "training.lbfgs.";

    private final Cotangent cotangent;
    private final Graph model;
    private final Objective objective;
    private final Lbfgs settings;
    private final ParameterStore store;
    private final PlanCache<Map<String, TensorType>, LossGradient> plans = new PlanCache<>(LossGradient::close);
    private final CurvatureHistory history;
    /** The last direction and its length, the gradient before it; no direction before the first iteration. */
    private DenseVector direction = DenseVector.of(List.of());

    private double length;
    private DenseVector before = DenseVector.of(List.of());
    private long iterations;
    private long count;
    private long seed;

    public LbfgsTraining(Cotangent cotangent, Graph model, Objective objective, Lbfgs settings) {
        this.cotangent = cotangent;
        this.model = model;
        this.objective = objective;
        this.settings = settings;
        this.store = ParameterStore.of(model, objective.trainable(), false);
        this.history = new CurvatureHistory(settings.history());
    }

    /**
     * Runs one step: up to the iterations and evaluations of the settings.
     *
     * @param inputs the inputs of the model and {@value TrainingStep#TARGETS}
     * @return the loss and the norm of the gradient before the step
     */
    public TrainingStep.Report step(double learningRate, Map<String, Tensor> inputs) {
        Evaluations evaluations = new Evaluations(inputs);
        count++;
        DenseVector x = evaluations.parameters();
        StrongWolfeSearch.Point here = evaluations.at(x);
        TrainingStep.Report report =
                new TrainingStep.Report(here.loss(), Math.sqrt(here.gradient().dot(here.gradient())));
        boolean done = isFlat(here);
        for (int iteration = 1; iteration <= settings.iterations() && !done; iteration++) {
            DenseVector gradient = here.gradient();
            direct(gradient);
            double slope = gradient.dot(direction);
            length = iterations == 1 ? Math.min(1, 1 / gradient.absoluteSum()) * learningRate : learningRate;
            if (slope > -settings.changeTolerance()) {
                break;
            }
            StrongWolfeSearch.Point start = new StrongWolfeSearch.Point(0, here.loss(), slope, gradient);
            boolean last = iteration == settings.iterations();
            if (settings.strongWolfe()) {
                double smallest = settings.changeTolerance() / direction.largest();
                DenseVector origin = x;
                here = new StrongWolfeSearch(t -> evaluations.along(origin, t), start, smallest).from(length);
                length = here.t();
            } else if (!last) {
                here = evaluations.along(x, length);
            }
            x = x.plus(length, direction);
            evaluations.set(x);
            double change = Math.abs(length) * direction.largest();
            done = last
                    || evaluations.number >= settings.evaluations()
                    || isFlat(here)
                    || change <= settings.changeTolerance()
                    || Math.abs(here.loss() - start.loss()) < settings.changeTolerance();
        }
        return report;
    }

    private boolean isFlat(StrongWolfeSearch.Point point) {
        return point.gradient().largest() <= settings.gradientTolerance();
    }

    /** Finds the direction of the next iteration. */
    private void direct(DenseVector gradient) {
        iterations++;
        if (iterations > 1) {
            history.add(new CurvatureHistory.Change(direction.times(length), gradient.plus(-1, before)));
        }
        direction = history.direction(gradient);
        before = gradient;
    }

    /** The loss on one batch as a function of all parameters. */
    private final class Evaluations {
        private final Map<String, Tensor> inputs;
        private final LossGradient plan;
        private int number;

        Evaluations(Map<String, Tensor> inputs) {
            this.inputs = inputs;
            Map<String, TensorType> types = new LinkedHashMap<>();
            inputs.forEach((name, tensor) -> types.put(name, tensor.type()));
            types.remove(TrainingStep.TARGETS);
            this.plan = plans.get(types, t -> new LossGradient(cotangent, model, objective, store, t));
        }

        DenseVector parameters() {
            return DenseVector.of(trained());
        }

        void set(DenseVector x) {
            x.copyTo(trained());
        }

        private List<Tensor> trained() {
            return objective.trainable().stream().map(store::parameter).toList();
        }

        StrongWolfeSearch.Point at(DenseVector x) {
            number++;
            set(x);
            double loss = plan.run(seed + Training.STRIDE * count, inputs);
            return new StrongWolfeSearch.Point(
                    0, loss, 0, DenseVector.of(List.copyOf(plan.gradients().values())));
        }

        /** {@return the loss in the direction of the iteration} */
        StrongWolfeSearch.Point along(DenseVector origin, double t) {
            StrongWolfeSearch.Point point = at(origin.plus(t, direction));
            double slope = point.gradient().dot(direction);
            return new StrongWolfeSearch.Point(t, point.loss(), slope, point.gradient());
        }
    }

    /** {@return what training changes of the model, by name: trained parameters, then buffers; live} */
    public SequencedMap<String, Tensor> parameters() {
        return store.model();
    }

    /** {@return all that later steps depend on, by name: {@link #parameters()}, live, and copies of the rest} */
    public SequencedMap<String, Tensor> state() {
        SequencedMap<String, Tensor> state = new LinkedHashMap<>(store.model());
        List<CurvatureHistory.Change> changes = history.changes();
        state.put(PREFIX + "numbers", Tensor.vector((double) iterations, length, changes.size()));
        state.put(PREFIX + "direction", direction.toTensor());
        state.put(PREFIX + "gradient", before.toTensor());
        for (int i = 0; i < changes.size(); i++) {
            state.put(PREFIX + "step." + i, changes.get(i).s().toTensor());
            state.put(PREFIX + "change." + i, changes.get(i).y().toTensor());
        }
        return state;
    }

    /**
     * Continues where another run with the same model, objective and settings stood.
     *
     * <p>Throws {@link ModelException}, and changes nothing, if the state is of something else.
     *
     * @param state copied
     * @param steps what {@link #count()} was
     */
    public void restore(Map<String, Tensor> state, long steps) {
        double[] numbers = tensor(state, "numbers").toDoubles();
        DenseVector lastDirection = vector(state, "direction");
        DenseVector lastGradient = vector(state, "gradient");
        List<CurvatureHistory.Change> changes = new ArrayList<>();
        for (int i = 0; i < numbers[2]; i++) {
            changes.add(new CurvatureHistory.Change(vector(state, "step." + i), vector(state, "change." + i)));
        }
        Map<String, Tensor> ofModel = new LinkedHashMap<>(state);
        ofModel.keySet().removeIf(name -> name.startsWith(PREFIX));
        store.restore(ofModel);
        iterations = Math.round(numbers[0]);
        length = numbers[1];
        direction = lastDirection;
        before = lastGradient;
        history.replace(changes);
        count = steps;
    }

    private static DenseVector vector(Map<String, Tensor> state, String name) {
        return DenseVector.of(List.of(tensor(state, name)));
    }

    private static Tensor tensor(Map<String, Tensor> state, String name) {
        Tensor tensor = state.get(PREFIX + name);
        if (tensor == null || tensor.dtype() != DType.DOUBLE) {
            throw new ModelException("the state has no float64 tensor '" + PREFIX + name + "': it is not of L-BFGS");
        }
        return tensor;
    }

    /** Sets the seed of the random numbers, 0 at first. Those of a step depend on the seed and the count. */
    public void seed(long value) {
        seed = value;
    }

    /** {@return the number of steps so far} */
    public long count() {
        return count;
    }

    @Override
    public void close() {
        plans.close();
    }
}
