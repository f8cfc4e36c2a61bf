package org.cotangent.train;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import org.cotangent.engine.Cotangent;
import org.cotangent.spi.graph.Graph;
import org.cotangent.spi.graph.GraphBuilder;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.op.Tangent;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.TensorType;
import org.jspecify.annotations.Nullable;

/**
 * A model, its loss and the gradients of the trainable parameters, for inputs of given sizes; without outputs.
 *
 * @param gradients by the parameter
 * @param scale that the gradients were computed with and are free of; null for none
 */
record LossGraph(
        GraphBuilder builder,
        Value loss,
        SequencedMap<Value, Value> gradients,
        @Nullable LossScale scale) {
    static LossGraph write(
            Cotangent cotangent,
            Graph model,
            Objective objective,
            ParameterStore store,
            Map<String, TensorType> inputs) {
        Graph specialised = cotangent.recognise(cotangent.specialise(parametrise(cotangent, model, store), inputs));
        Graph forward = MixedPrecision.of(
                specialised, cotangent.operators(), objective.precision().products());
        GraphBuilder builder = GraphBuilder.from(forward, cotangent.operators());
        Value loss = loss(builder, forward.output(objective.output()), objective);
        builder.clearOutputs();
        builder.output(TrainingStep.LOSS, loss);
        Graph withLoss = builder.build();
        builder.clearOutputs();
        LossScale scale = objective.precision().scalesLoss() ? new LossScale(builder, store) : null;
        Value seed = scale == null ? new Formulas(builder).scalarLike(loss, 1) : scale.seed(loss);
        SequencedMap<Value, Value> gradients = new LinkedHashMap<>();
        cotangent
                .differentiation()
                .gradients(builder, withLoss, Map.of(loss, Tangent.of(seed)), objective.trainable())
                .forEach((name, gradient) ->
                        gradients.put(withLoss.initializer(name), scale == null ? gradient : scale.unscaled(gradient)));
        return new LossGraph(builder, loss, gradients, scale);
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

    private static Value loss(GraphBuilder builder, Value output, Objective objective) {
        TensorType type = objective.loss().target(output.tensorType());
        Value target = objective.loss().hasTarget()
                ? builder.input(TrainingStep.TARGETS, type)
                : builder.constant(Tensor.allocate(type));
        return objective.loss().of(new Formulas(builder), output, target);
    }
}
