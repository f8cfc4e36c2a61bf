package org.cotangent.train;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import org.cotangent.spi.CotangentException;
import org.cotangent.spi.ModelException;
import org.cotangent.train.checkpoint.Checkpoint;
import org.cotangent.train.metric.Metric;
import org.jspecify.annotations.Nullable;

/** What is done when an epoch ends: measuring, and judging whether it was the best one and whether to stop. */
final class EpochEnd implements AutoCloseable {
    private static final Logger LOGGER = System.getLogger(Trainer.class.getName());

    private final Training training;
    private final @Nullable Validation validation;
    private final @Nullable EarlyStopping stopping;
    private final @Nullable Metric watched;
    private final @Nullable Evaluation evaluation;
    private @Nullable Checkpoint best;

    EpochEnd(Training training, @Nullable Validation validation, @Nullable EarlyStopping stopping) {
        this.training = training;
        this.validation = validation;
        this.stopping = stopping;
        this.watched = stopping == null ? null : watched(validation, stopping.metric());
        if (validation == null) {
            this.evaluation = null;
        } else {
            this.evaluation =
                    validation.graph() == null ? training.evaluation() : training.evaluation(validation.graph());
        }
    }

    private static Metric watched(@Nullable Validation validation, String name) {
        if (validation == null) {
            throw new CotangentException("early stopping needs a validation that measures '" + name + "'");
        }
        return validation.metrics().stream()
                .filter(metric -> metric.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new CotangentException("the validation does not measure '" + name
                        + "', by which training is to be stopped; it measures "
                        + validation.metrics().stream().map(Metric::name).toList()));
    }

    /** Finds the best state of a run that goes on. */
    void resume(RunState state, Checkpointing checkpoints) {
        if (stopping == null || !stopping.restoresBest() || state.bestStep < 0) {
            return;
        }
        try {
            best = checkpoints.load(state.bestStep);
        } catch (ModelException e) {
            LOGGER.log(
                    Level.WARNING,
                    () -> "the best state so far is lost; a later one that is better will take its place: "
                            + e.getMessage());
        }
    }

    /** Measures, judges and reports an epoch. */
    EpochReport close(RunState state) {
        SequencedMap<String, Double> figures = new LinkedHashMap<>();
        if (evaluation != null && validation != null) {
            figures = evaluation.measure(
                    validation.batches(), validation.metrics().toArray(Metric[]::new));
        }
        double loss = state.batch == 0 ? Double.NaN : state.lossSum / state.batch;
        EpochReport report = new EpochReport(state.epoch, training.count(), loss, state.learningRate, figures);
        state.endEpoch(report);
        judge(state, figures);
        return report;
    }

    private void judge(RunState state, Map<String, Double> figures) {
        if (stopping == null || watched == null) {
            return;
        }
        double figure = figures.getOrDefault(watched.name(), Double.NaN);
        if (stopping.isBetter(figure, state.bestFigure, watched.increases())) {
            state.bestFigure = figure;
            state.bestEpoch = state.epoch - 1;
            state.bestStep = training.count();
            if (stopping.restoresBest()) {
                best = new Checkpoint(training.count(), training.state(), Map.of()).copy();
            }
        }
        state.stopped = state.sinceBest() >= stopping.patience();
    }

    /** Puts the training where it stood after the best epoch, if that is wanted. */
    void restoreBest() {
        if (best != null) {
            training.restore(best.tensors(), best.step());
        }
    }

    @Override
    public void close() {
        if (evaluation != null) {
            evaluation.close();
        }
    }
}
