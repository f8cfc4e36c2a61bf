package org.cotangent.train;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import org.cotangent.engine.Cotangent;
import org.cotangent.engine.plan.Session;
import org.cotangent.spi.graph.Graph;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.TensorType;

/** The loss and its gradient with respect to all trainable parameters, as a plan for inputs of given sizes. */
final class LossGradient implements AutoCloseable {
    private static final String LOSS = "training.loss";
    private static final String GRADIENT = "training.gradient.";

    private final Session session;
    private final Map<String, Tensor> results = new HashMap<>();
    private final SequencedMap<String, Tensor> gradients = new LinkedHashMap<>();

    LossGradient(
            Cotangent cotangent,
            Graph model,
            Objective objective,
            ParameterStore store,
            Map<String, TensorType> inputs) {
        LossGraph written = LossGraph.write(cotangent, model, objective, store, inputs);
        written.builder().output(LOSS, written.loss());
        results.put(LOSS, Tensor.allocate(written.loss().tensorType()));
        written.gradients().forEach((parameter, gradient) -> {
            String name = GRADIENT + parameter.name();
            written.builder().output(name, gradient);
            Tensor tensor = Tensor.allocate(gradient.tensorType());
            results.put(name, tensor);
            gradients.put(parameter.name(), tensor);
        });
        this.session = cotangent.plan(written.builder().build(), Map.of()).newSession();
    }

    /** {@return the loss; the gradients are those of this run until the next} */
    double run(long seed, Map<String, Tensor> inputs) {
        session.seed(seed);
        session.run(inputs, results);
        return Objects.requireNonNull(results.get(LOSS)).getDouble(0);
    }

    /** {@return the gradients by parameter, in the order of the objective} */
    SequencedMap<String, Tensor> gradients() {
        return gradients;
    }

    @Override
    public void close() {
        session.close();
    }
}
