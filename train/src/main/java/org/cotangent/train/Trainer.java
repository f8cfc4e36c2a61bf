package org.cotangent.train;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.cotangent.train.checkpoint.CheckpointStore;
import org.cotangent.train.data.BatchSource;
import org.cotangent.train.progress.ConsoleProgress;
import org.cotangent.train.schedule.Schedule;
import org.jspecify.annotations.Nullable;

/**
 * Runs epochs of training steps: validates after each, stops when nothing is gained any more, saves checkpoints and
 * goes on from the last one.
 *
 * <pre>{@code
 * History history = new Trainer(training, step -> 4e-4, System.out)
 *         .validate(Validation.of(held, new Accuracy(), new MeanLoss()))
 *         .stopEarly(EarlyStopping.on("accuracy", 3))
 *         .checkpoint(new CheckpointStore(folder, 3), 500)
 *         .fit(12, loader);
 * }</pre>
 *
 * <p>With checkpoints, a run that was killed at any moment and is started again, with the same training, data and
 * settings, ends with the same parameters and history, bit for bit, as one that was not (on the same machine with the
 * same number of threads). It costs the steps since the last checkpoint.
 */
public final class Trainer {
    private final Training training;
    private final Schedule learningRate;
    private final List<TrainingListener> listeners = new ArrayList<>();
    private long seed;
    private @Nullable Validation validation;
    private @Nullable EarlyStopping stopping;
    private @Nullable CheckpointStore store;
    private long checkpointSteps;

    /**
     * A trainer that shows nothing.
     *
     * @param learningRate of each step, counted from 0, as {@code step -> 4e-4} or one of the schedules
     */
    public Trainer(Training training, Schedule learningRate) {
        this.training = training;
        this.learningRate = learningRate;
    }

    /**
     * A trainer that shows how it goes.
     *
     * @param learningRate of each step, counted from 0, as {@code step -> 4e-4} or one of the schedules
     * @param progress where the lines go; null for none
     */
    public Trainer(Training training, Schedule learningRate, @Nullable PrintStream progress) {
        this(training, learningRate);
        if (progress != null) {
            listen(new ConsoleProgress(progress));
        }
    }

    /** Sets the seed of the random numbers of the steps, as of dropout; 0 if none is set. */
    public Trainer seed(long value) {
        seed = value;
        return this;
    }

    /** Measures the model after each epoch. */
    public Trainer validate(Validation measure) {
        validation = measure;
        return this;
    }

    /** Ends training when a figure of the validation does not become better any more. */
    public Trainer stopEarly(EarlyStopping rule) {
        stopping = rule;
        return this;
    }

    /**
     * Saves checkpoints at the ends of epochs and after every so many steps. If there are some, {@link #fit} goes on
     * from the last good one. The one of the best epoch stays while there is a rule of early stopping.
     *
     * @param everySteps 0 for the ends of epochs alone
     */
    public Trainer checkpoint(CheckpointStore checkpoints, long everySteps) {
        store = checkpoints;
        checkpointSteps = everySteps;
        return this;
    }

    /** Tells a listener how it goes. */
    public Trainer listen(TrainingListener listener) {
        listeners.add(listener);
        return this;
    }

    /**
     * Trains.
     *
     * @param epochs how many there are to be in all, with those of the checkpoint
     * @param batches gives the batches of an epoch, counted from 0, the same ones for the same epoch
     */
    public History fit(int epochs, IntFunction<List<Batch>> batches) {
        return fit(epochs, BatchSource.of(batches));
    }

    /**
     * Trains.
     *
     * @param epochs how many there are to be in all, with those of the checkpoint
     */
    public History fit(int epochs, BatchSource source) {
        training.seed(seed);
        String identity = "seed " + seed + (source.identity().isEmpty() ? "" : ", " + source.identity());
        Checkpointing checkpoints =
                store == null ? null : new Checkpointing(store, checkpointSteps, training, identity);
        try (EpochEnd end = new EpochEnd(training, validation, stopping)) {
            return new TrainingRun(training, learningRate, listeners, checkpoints, end).go(epochs, source);
        } finally {
            listeners.forEach(TrainingListener::ended);
        }
    }
}
