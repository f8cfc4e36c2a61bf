package org.cotangent.examples.lenet;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.cotangent.engine.Cotangent;
import org.cotangent.spi.graph.Graph;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Dim;
import org.cotangent.spi.tensor.Shape;
import org.cotangent.spi.tensor.TensorType;
import org.cotangent.train.Evaluation;
import org.cotangent.train.History;
import org.cotangent.train.StepReport;
import org.cotangent.train.Trainer;
import org.cotangent.train.Training;
import org.cotangent.train.TrainingListener;
import org.cotangent.train.checkpoint.CheckpointStore;
import org.cotangent.train.data.DataLoader;
import org.cotangent.train.data.Dataset;
import org.cotangent.train.loss.SoftmaxCrossEntropy;
import org.cotangent.train.metric.Accuracy;
import org.cotangent.train.metric.MeanLoss;
import org.cotangent.train.optim.AdamW;
import org.cotangent.train.progress.Curves;
import org.cotangent.train.progress.EventFile;
import org.cotangent.train.schedule.OneCycle;

/** Trains a LeNet on digits, keeps checkpoints, curves, event files and the network, and tells how good it became. */
final class Digits {
    private static final int BATCH = 64;
    private static final long SEED = 17;
    private static final double LARGEST_RATE = 4e-3;

    private final Cotangent cotangent;
    private final LeNet net = new LeNet();
    private final TensorType input =
            new TensorType(DType.FLOAT, Shape.of(List.of(Dim.symbol("N"), Dim.of(1), Dim.of(28), Dim.of(28))));
    private final Mnist data;
    private final Path results;
    private final PrintStream out;

    /**
     * A run.
     *
     * @param results a folder; a run that was broken off goes on from the checkpoints there
     */
    Digits(Cotangent cotangent, Mnist data, Path results, PrintStream out) {
        this.cotangent = cotangent;
        this.data = data;
        this.results = results;
        this.out = out;
        net.initialize(SEED);
    }

    /** Trains for so many epochs, and writes {@code lenet.onnx}. */
    History train(int epochs) {
        out.println(net.summary(cotangent, 1, 1, 28, 28));
        Dataset digits = data.training();
        DataLoader batches = DataLoader.of(digits, BATCH).withShuffling(SEED).withoutIncomplete();
        long steps = (long) epochs * batches.count(0).orElseThrow();
        Clock clock = new Clock();
        try (Training training =
                net.training(cotangent, input, net.recipe(new SoftmaxCrossEntropy(), AdamW.decaying(0.01)))) {
            History history = new Trainer(training, new OneCycle(LARGEST_RATE, steps), out)
                    .seed(SEED)
                    .checkpoint(new CheckpointStore(results.resolve("checkpoints"), 2), 500)
                    .listen(new Curves(results.resolve("curves.html")))
                    .listen(new EventFile(results.resolve("events")))
                    .listen(clock)
                    .fit(epochs, batches);
            out.println(clock);
            net.export(cotangent, input, results.resolve("lenet.onnx"));
            return history;
        }
    }

    /** {@return the share of test digits that are read rightly} */
    double accuracy() {
        Graph graph = net.evaluation(cotangent, input);
        try (Evaluation evaluation =
                new Evaluation(cotangent, graph, LeNet.OUTPUT, new SoftmaxCrossEntropy(), net.state())) {
            var figures = evaluation.measure(DataLoader.of(data.test(), 500), new Accuracy(), new MeanLoss());
            out.println("test: " + figures);
            return Objects.requireNonNull(figures.get("accuracy"));
        }
    }

    /** The time from the first step, which is planned then, to the last. */
    private static final class Clock implements TrainingListener {
        private long first;
        private long last;
        private long samples;

        @Override
        public void stepped(StepReport step) {
            last = System.nanoTime();
            if (first == 0) {
                first = last;
            } else {
                samples += step.samples();
            }
        }

        @Override
        public String toString() {
            double seconds = (last - first) * 1e-9;
            return String.format(
                    Locale.ROOT, "%d samples in %.1f s: %.0f a second", samples, seconds, samples / seconds);
        }
    }
}
