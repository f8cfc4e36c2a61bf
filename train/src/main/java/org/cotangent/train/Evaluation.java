package org.cotangent.train;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import org.cotangent.engine.Cotangent;
import org.cotangent.engine.plan.PlanCache;
import org.cotangent.engine.plan.Session;
import org.cotangent.spi.CotangentException;
import org.cotangent.spi.graph.Graph;
import org.cotangent.spi.graph.GraphBuilder;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.TensorType;
import org.cotangent.train.data.BatchSource;
import org.cotangent.train.data.Batches;
import org.cotangent.train.loss.Loss;
import org.cotangent.train.metric.Metric;

/**
 * Measures a model on batches. It changes nothing: updates of the model's own are left out. Plans are made once for
 * each combination of input sizes. Where the model takes random numbers, those of a batch are the same each time.
 */
public final class Evaluation implements AutoCloseable {
    private static final String OUTPUT = "evaluation.output";
    private static final String LOSS = "evaluation.loss";

    private final Cotangent cotangent;
    private final Graph model;
    private final String output;
    private final Loss loss;
    private final PlanCache<Map<String, TensorType>, Session> sessions = new PlanCache<>(Session::close);

    /**
     * An evaluation.
     *
     * @param output the name of the output that is measured
     * @param loss for the metric of that name
     * @param parameters to take in place of the initializers of these names, as they are at each run
     */
    public Evaluation(Cotangent cotangent, Graph model, String output, Loss loss, Map<String, Tensor> parameters) {
        this.cotangent = cotangent;
        this.output = output;
        this.loss = loss;
        GraphBuilder builder = GraphBuilder.from(model, cotangent.operators());
        builder.clearUpdates();
        for (Value value : model.initializers().keySet()) {
            Tensor live = parameters.get(value.name());
            if (live != null) {
                builder.setInitializer(value, live);
                builder.markParameter(value);
            }
        }
        this.model = builder.build();
    }

    /**
     * {@return the figures over all batches of the first epoch, by the names of the metrics}
     *
     * @throws CotangentException if two metrics have the same name
     */
    public SequencedMap<String, Double> measure(BatchSource batches, Metric... metrics) {
        SequencedMap<String, Metric.Accumulator> accumulators = new LinkedHashMap<>();
        for (Metric metric : metrics) {
            if (accumulators.put(metric.name(), metric.start()) != null) {
                throw new CotangentException("two metrics are called '" + metric.name() + "'");
            }
        }
        run(batches, accumulators.values());
        SequencedMap<String, Double> figures = new LinkedHashMap<>();
        accumulators.forEach((name, accumulator) -> figures.put(name, accumulator.value()));
        return figures;
    }

    /** Adds all batches of the first epoch to accumulators, such as a confusion matrix. */
    public void run(BatchSource source, Collection<? extends Metric.Accumulator> accumulators) {
        long number = 0;
        try (Batches batches = source.epoch(0)) {
            for (Batch batch : batches) {
                Map<String, Tensor> inputs = new HashMap<>(batch.inputs());
                if (loss.hasTarget()) {
                    inputs.put(TrainingStep.TARGETS, batch.targets());
                }
                Session session = session(batch.inputs());
                session.seed(number++);
                Map<String, Tensor> results = session.run(inputs);
                Tensor result = Objects.requireNonNull(results.get(OUTPUT));
                double mean = Objects.requireNonNull(results.get(LOSS)).getDouble(0);
                accumulators.forEach(accumulator -> accumulator.add(result, batch.targets(), mean));
            }
        }
    }

    private Session session(Map<String, Tensor> inputs) {
        Map<String, TensorType> types = new LinkedHashMap<>();
        inputs.forEach((name, tensor) -> types.put(name, tensor.type()));
        return sessions.get(types, t -> cotangent.plan(write(t), Map.of()).newSession());
    }

    private Graph write(Map<String, TensorType> types) {
        Graph forward = cotangent.specialise(model, types);
        GraphBuilder builder = GraphBuilder.from(forward, cotangent.operators());
        Value result = forward.output(output);
        TensorType target = loss.target(result.tensorType());
        Value targets = loss.hasTarget()
                ? builder.input(TrainingStep.TARGETS, target)
                : builder.constant(Tensor.allocate(target));
        Value mean = loss.of(new Formulas(builder), result, targets);
        builder.clearOutputs();
        builder.output(OUTPUT, result);
        builder.output(LOSS, mean);
        return builder.build();
    }

    @Override
    public void close() {
        sessions.close();
    }
}
