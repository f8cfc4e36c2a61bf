package org.cotangent.bench;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.cotangent.engine.Cotangent;
import org.cotangent.engine.plan.Session;
import org.cotangent.spi.graph.Graph;
import org.cotangent.spi.graph.GraphBuilder;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.TensorType;
import org.cotangent.train.Training;
import org.cotangent.train.TrainingStep;
import org.cotangent.train.loss.MeanSquaredError;
import org.cotangent.train.optim.AdamW;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Runs that repeat: forward and training step of a network of four layers of 256 units. With {@code -prof gc} it shows
 * what a run allocates on the heap; the counter shows the tensors that runs allocate anywhere. Either should be next to
 * nothing: a tensor of this network takes 64 KiB.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class SteadyState {
    private static final int WIDTH = 256;
    private static final int ROWS = 64;

    /** Tensors that were allocated because their shapes depend on the data. */
    @State(Scope.Thread)
    @AuxCounters(AuxCounters.Type.EVENTS)
    public static class Counters {
        public long lateTensors;
    }

    private final Map<String, Tensor> inputs = new HashMap<>();
    private final Map<String, Tensor> outputs = new HashMap<>();
    private final Map<String, Tensor> batch = new HashMap<>();
    private final Session session;
    private final Training training;

    public SteadyState() {
        Cotangent cotangent = Cotangent.load();
        Graph graph = network(cotangent);
        inputs.put("x", Tensor.full(DType.FLOAT, 0.5, ROWS, WIDTH));
        batch.putAll(inputs);
        batch.put(TrainingStep.TARGETS, Tensor.full(DType.FLOAT, 0.1, ROWS, WIDTH));
        session = cotangent.plan(graph, Map.of()).newSession();
        outputs.putAll(session.run(inputs));
        training = new Training(
                cotangent,
                graph,
                new TrainingStep.Recipe(
                        "y",
                        new MeanSquaredError(),
                        AdamW.decaying(0.01),
                        null,
                        graph.initializers().keySet().stream().map(Value::name).toList()));
    }

    private static Graph network(Cotangent cotangent) {
        GraphBuilder builder = cotangent.graph("network");
        Formulas f = new Formulas(builder);
        Value x = builder.input("x", TensorType.of(DType.FLOAT, ROWS, WIDTH));
        for (int layer = 0; layer < 4; layer++) {
            Value w = builder.initializer("w" + layer, Tensor.full(DType.FLOAT, 1.0 / WIDTH, WIDTH, WIDTH));
            x = f.tanh(f.matmul(x, w));
        }
        builder.output("y", x);
        return builder.build();
    }

    @TearDown
    public void close() {
        session.close();
        training.close();
    }

    @Benchmark
    public Map<String, Tensor> forward(Counters counters) {
        session.run(inputs, outputs);
        counters.lateTensors = session.lateAllocations();
        return outputs;
    }

    @Benchmark
    public TrainingStep.Report step() {
        return training.step(1e-6, batch);
    }
}
