package org.cotangent.train;

import java.util.HashMap;
import java.util.Map;
import org.cotangent.engine.Cotangent;
import org.cotangent.engine.plan.Plan;
import org.cotangent.engine.plan.Session;
import org.cotangent.spi.tensor.Tensor;

/** The update of all parameters by the gradients that several steps have accumulated, as a plan of its own. */
final class AccumulatedUpdate implements AutoCloseable {
    private final Session session;
    private final StepNumbers numbers;
    private final Map<String, Tensor> inputs = new HashMap<>();

    AccumulatedUpdate(Cotangent cotangent, UpdateWriter writer) {
        Plan plan = cotangent.plan(writer.graph(), Map.of());
        this.session = plan.newSession();
        this.numbers = new StepNumbers(plan.graph(), writer.numbers(), inputs);
    }

    /**
     * Updates, and begins to accumulate anew.
     *
     * @param step the number of updates before this one
     */
    void run(long step, double learningRate) {
        numbers.set(step, learningRate);
        session.run(inputs, Map.of());
    }

    @Override
    public void close() {
        session.close();
    }
}
