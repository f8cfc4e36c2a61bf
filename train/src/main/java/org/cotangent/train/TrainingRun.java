package org.cotangent.train;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.train.data.BatchSource;
import org.cotangent.train.data.Batches;
import org.cotangent.train.schedule.Schedule;
import org.jspecify.annotations.Nullable;

/** One call of the trainer: epoch after epoch, batch after batch, from wherever it stands. */
final class TrainingRun {
    private final Training training;
    private final Schedule learningRate;
    private final List<TrainingListener> listeners;
    private final @Nullable Checkpointing checkpoints;
    private final EpochEnd end;
    private final Map<String, Tensor> inputs = new HashMap<>();
    private RunState state = new RunState();

    TrainingRun(
            Training training,
            Schedule learningRate,
            List<TrainingListener> listeners,
            @Nullable Checkpointing checkpoints,
            EpochEnd end) {
        this.training = training;
        this.learningRate = learningRate;
        this.listeners = listeners;
        this.checkpoints = checkpoints;
        this.end = end;
    }

    History go(int epochs, BatchSource source) {
        if (checkpoints != null) {
            state = checkpoints.restore().orElse(state);
            end.resume(state, checkpoints);
        }
        listeners.forEach(listener -> listener.begun(training.count(), state.history()));
        while (!state.stopped && state.epoch < epochs) {
            steps(epochs, source);
            EpochReport report = end.close(state);
            History history = state.history();
            listeners.forEach(listener -> listener.epochEnded(report, history));
            if (checkpoints != null) {
                checkpoints.save(state);
            }
        }
        end.restoreBest();
        return state.history();
    }

    /** Takes the rest of the epoch. */
    private void steps(int epochs, BatchSource source) {
        OptionalInt count = source.count(state.epoch);
        try (Batches batches = source.epoch(state.epoch, state.batch)) {
            for (Batch batch : batches) {
                StepReport report = step(epochs, count, batch);
                listeners.forEach(listener -> listener.stepped(report));
                if (checkpoints != null) {
                    checkpoints.stepped(state);
                }
            }
        }
    }

    private StepReport step(int epochs, OptionalInt count, Batch batch) {
        inputs.clear();
        inputs.putAll(batch.inputs());
        inputs.put(TrainingStep.TARGETS, batch.targets());
        state.learningRate = learningRate.rate(training.count());
        TrainingStep.Report report = training.step(state.learningRate, inputs);
        state.lossSum += report.loss();
        int number = state.batch++;
        return new StepReport(
                state.epoch,
                epochs,
                number,
                count,
                training.count(),
                batch.targets().rank() == 0 ? 1 : batch.targets().size(0),
                report.loss(),
                report.gradientNorm(),
                state.learningRate);
    }
}
