package org.cotangent.train;

import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import org.cotangent.engine.Cotangent;
import org.cotangent.spi.graph.Graph;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.TensorType;

/** A run of training steps on a model. Steps are planned once for each combination of input sizes. */
public final class Training implements AutoCloseable {
    private final Cotangent cotangent;
    private final Graph model;
    private final TrainingStep.Recipe recipe;
    private final ParameterStore store = new ParameterStore();
    private final Map<Map<String, TensorType>, TrainingStep> steps = new HashMap<>();
    private long count;

    public Training(Cotangent cotangent, Graph model, TrainingStep.Recipe recipe) {
        this.cotangent = cotangent;
        this.model = model;
        this.recipe = recipe;
        recipe.trainable().forEach(name -> {
            Tensor initial = model.initializers().get(model.initializer(name));
            if (initial != null) {
                store.parameter(name, initial);
            }
        });
    }

    /**
     * Runs the next step.
     *
     * @param inputs the inputs of the model and {@value TrainingStep#TARGETS}
     */
    public TrainingStep.Report step(double learningRate, Map<String, Tensor> inputs) {
        TrainingStep step = planned(inputs);
        return step.run(count++, learningRate, inputs);
    }

    /** {@return the step for inputs of these sizes} */
    public TrainingStep planned(Map<String, Tensor> inputs) {
        Map<String, TensorType> types = new LinkedHashMap<>();
        inputs.forEach((name, tensor) -> {
            if (!name.equals(TrainingStep.TARGETS)) {
                types.put(name, tensor.type());
            }
        });
        return steps.computeIfAbsent(types, t -> new TrainingStep(cotangent, model, recipe, store, t));
    }

    /** {@return the trained parameters as they are now, by name} The tensors change with the next step. */
    public SequencedMap<String, Tensor> parameters() {
        return Collections.unmodifiableSequencedMap(store.parameters());
    }

    /** {@return the number of steps so far} */
    public long count() {
        return count;
    }

    @Override
    public void close() {
        steps.values().forEach(TrainingStep::close);
        steps.clear();
    }
}
