package org.cotangent.train;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.cotangent.engine.Cotangent;
import org.cotangent.spi.graph.Graph;
import org.cotangent.spi.graph.GraphBuilder;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Dim;
import org.cotangent.spi.tensor.Shape;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.TensorType;
import org.cotangent.train.checkpoint.CheckpointStore;
import org.cotangent.train.checkpoint.SafeTensors;
import org.cotangent.train.data.DataLoader;
import org.cotangent.train.data.Dataset;
import org.cotangent.train.loss.SoftmaxCrossEntropy;
import org.cotangent.train.metric.Accuracy;
import org.cotangent.train.metric.MeanLoss;
import org.cotangent.train.optim.AdamW;

/**
 * A small run with everything that a resumed one must not forget: dropout, a running mean in the model, moments of the
 * optimiser, a schedule, shuffled samples with noise, early stopping. As a program it is what gets killed.
 */
final class TinyRun {
    static final int SAMPLES = 45;
    static final int BATCH = 4;
    static final int BATCHES = 12;
    private static final long FEATURES = 5;

    private TinyRun() {}

    static Graph model(Cotangent cotangent) {
        GraphBuilder builder = cotangent.graph("tiny");
        Formulas f = new Formulas(builder);
        Shape rows = Shape.of(List.of(Dim.symbol("N"), Dim.of(FEATURES)));
        Value x = builder.input("x", new TensorType(DType.FLOAT, rows));
        Value mean = builder.parameter("mean", Tensor.allocate(DType.FLOAT, FEATURES));
        builder.update(mean, f.add(f.mul(mean, 0.9), f.mul(f.reduceMean(x, false, 0), 0.1)));
        Value hidden = f.tanh(f.matmul(f.sub(x, mean), builder.initializer("w", RandomTensors.of(1, FEATURES, 8))));
        Value training = f.reshape(f.constant(Tensor.of(new boolean[] {true}, 1)));
        Value dropped = f.op("Dropout", Attributes.none(), hidden, f.scalar(DType.FLOAT, 0.2), training);
        builder.output("y", f.matmul(dropped, builder.initializer("v", RandomTensors.of(2, 8, 3))));
        return builder.build();
    }

    /** {@return points whose class depends on their first coordinates} */
    static Dataset data() {
        Tensor x = RandomTensors.of(3, SAMPLES, FEATURES);
        Tensor y = Tensor.allocate(DType.INT64, SAMPLES);
        for (int i = 0; i < SAMPLES; i++) {
            y.setLong(i, x.getDouble(i * FEATURES) > 0 ? 0 : x.getDouble(i * FEATURES + 1) > 0 ? 1 : 2);
        }
        return Dataset.of("x", x, y);
    }

    /** {@return batches of the data with noise} */
    static DataLoader loader(int workers) {
        Dataset noisy = data().map((sample, random) -> {
            Tensor x = sample.input("x").copy();
            for (int i = 0; i < x.elements(); i++) {
                x.setDouble(i, x.getDouble(i) + random.nextDouble(-0.1, 0.1));
            }
            return sample.with("x", x);
        });
        return DataLoader.of(noisy, BATCH).withShuffling(17).withWorkers(workers);
    }

    static Training training(Cotangent cotangent) {
        return new Training(
                cotangent,
                model(cotangent),
                new TrainingStep.Recipe(
                        "y", new SoftmaxCrossEntropy(), AdamW.decaying(0.1), GradientClip.at(1), List.of("w", "v")));
    }

    /** {@return a trainer for it, with validation and checkpoints every few steps} */
    static Trainer trainer(Training training, CheckpointStore store) {
        return new Trainer(training, step -> 0.02 / (1 + 0.01 * step))
                .seed(5)
                .validate(Validation.of(DataLoader.of(data(), 15), new Accuracy(), new MeanLoss()))
                .stopEarly(new EarlyStopping("loss", 50, 0.001, false))
                .checkpoint(store, 5);
    }

    /** {@return everything that a run ends with} */
    static SafeTensors result(Training training, History history) {
        SequencedMap<String, Tensor> state = new LinkedHashMap<>(training.state());
        return new SafeTensors(state, Map.of("history", history.toString(), "count", Long.toString(training.count())));
    }

    /**
     * Trains in a folder and prints a line for each step.
     *
     * @param arguments the folder, the number of epochs, the number of workers
     */
    public static void main(String[] arguments) {
        Path folder = Path.of(arguments[0]);
        PrintStream out = System.out;
        try (Training training = training(Cotangent.load())) {
            History history = trainer(training, new CheckpointStore(folder.resolve("checkpoints"), 2))
                    .listen(new TrainingListener() {
                        @Override
                        public void stepped(StepReport step) {
                            out.println("step " + step.step());
                            out.flush();
                        }
                    })
                    .fit(Integer.parseInt(arguments[1]), loader(Integer.parseInt(arguments[2])));
            result(training, history).write(folder.resolve("result.safetensors"));
        }
    }
}
