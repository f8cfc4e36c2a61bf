package org.cotangent.train;

import java.util.Map;
import java.util.SequencedMap;
import org.cotangent.engine.Cotangent;
import org.cotangent.spi.graph.Graph;
import org.cotangent.spi.tensor.TensorType;
import org.cotangent.train.optim.StepFormula;

/**
 * Forward, loss, gradients and update as one graph, whose state are parameters with updates.
 *
 * @param numbers the inputs that hold the numbers of a step, by name
 */
record StepGraph(Graph graph, SequencedMap<String, StepFormula> numbers) {
    static StepGraph write(
            Cotangent cotangent,
            Graph model,
            TrainingStep.Recipe recipe,
            ParameterStore store,
            Map<String, TensorType> types) {
        LossGraph loss = LossGraph.write(cotangent, model, recipe.objective(), store, types);
        UpdateWriter updates = new UpdateWriter(loss.builder(), recipe, store, loss.scale());
        loss.builder().output(TrainingStep.LOSS, loss.loss());
        loss.builder()
                .output(
                        TrainingStep.NORM,
                        recipe.accumulation() == 1
                                ? updates.write(loss.gradients())
                                : updates.accumulate(loss.gradients()));
        return new StepGraph(updates.graph(), updates.numbers());
    }
}
