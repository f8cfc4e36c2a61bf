package org.cotangent.cli.finetune;

import java.io.PrintWriter;
import java.util.List;
import org.cotangent.spi.ModelException;
import org.cotangent.train.Model;
import org.cotangent.train.Trainer;
import org.cotangent.train.Training;
import org.cotangent.train.TrainingStep;
import org.cotangent.train.Validation;
import org.cotangent.train.checkpoint.CheckpointStore;
import org.cotangent.train.data.DataLoader;
import org.cotangent.train.data.Dataset;
import org.cotangent.train.loss.Loss;
import org.cotangent.train.loss.MeanSquaredError;
import org.cotangent.train.loss.SoftmaxCrossEntropy;
import org.cotangent.train.metric.Accuracy;
import org.cotangent.train.metric.MeanLoss;
import org.cotangent.train.metric.Metric;
import org.cotangent.train.progress.ConsoleProgress;
import org.cotangent.train.progress.Curves;
import org.cotangent.train.progress.EventFile;
import org.jspecify.annotations.Nullable;

/** Trains a model on a part of the data and measures it by the rest. */
final class FinetuneRun {
    private static final int KEPT = 2;

    private final TrainingData data;
    private final RunOptions options;
    private final DataLoader training;
    private final @Nullable DataLoader held;

    FinetuneRun(TrainingData data, DataOptions sizes, RunOptions options) {
        this.data = data;
        this.options = options;
        List<Dataset> parts = sizes.validation == 0
                ? List.of(data.samples())
                : data.samples().split(options.seed, 1 - sizes.validation, sizes.validation);
        if (parts.stream().anyMatch(part -> part.size() == 0)) {
            throw new ModelException("there are " + data.samples().size() + " samples, too few to keep a share of "
                    + sizes.validation + " for validation");
        }
        DataLoader first =
                loader(parts.getFirst(), sizes).withShuffling(options.seed).withSeed(options.seed);
        this.training = parts.getFirst().size() < sizes.batch ? first : first.withoutIncomplete();
        this.held = parts.size() < 2 ? null : loader(parts.get(1), sizes);
    }

    private DataLoader loader(Dataset samples, DataOptions sizes) {
        return DataLoader.of(samples, sizes.batch).withCollation(data.collation());
    }

    /** {@return what is trained on, in a line} */
    String describe() {
        return training.dataset().size() + " samples to learn from, "
                + (held == null ? 0 : held.dataset().size()) + " to measure by, "
                + (data.isClassified() ? "classes " + data.classes() : data.width() + " numbers to predict");
    }

    /** {@return the model after training} */
    Model train(Model model, String output, PrintWriter out) {
        Loss loss = data.isClassified() ? new SoftmaxCrossEntropy() : new MeanSquaredError();
        TrainingStep.Recipe recipe =
                new TrainingStep.Recipe(output, loss, options.optimizer(), options.clip(), model.trained());
        try (Training steps = model.train(recipe)) {
            long count = (long) options.epochs * training.count(0).orElseThrow();
            Trainer trainer = new Trainer(steps, options.schedule(count)).seed(options.seed);
            trainer.listen(new ConsoleProgress(WriterStream.of(out)));
            listen(trainer);
            if (held != null) {
                List<Metric> metrics =
                        data.isClassified() ? List.of(new Accuracy(), new MeanLoss()) : List.of(new MeanLoss());
                trainer.validate(new Validation(held, metrics, model.graph()));
            }
            trainer.fit(options.epochs, training);
            return model.withParameters(steps.parameters());
        }
    }

    private void listen(Trainer trainer) {
        if (options.checkpoints != null) {
            CheckpointStore store = new CheckpointStore(options.checkpoints, KEPT);
            if (!options.resume && !store.steps().isEmpty()) {
                throw new ModelException("there are checkpoints in '" + options.checkpoints
                        + "'; go on from them by --resume, or choose another folder");
            }
            trainer.checkpoint(store, options.every);
        }
        if (options.curves != null) {
            trainer.listen(new Curves(options.curves));
        }
        if (options.events != null) {
            trainer.listen(new EventFile(options.events));
        }
    }
}
