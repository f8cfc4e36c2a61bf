package org.cotangent.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import org.cotangent.engine.Cotangent;
import org.cotangent.spi.CotangentException;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.train.checkpoint.CheckpointStore;
import org.cotangent.train.checkpoint.SafeTensors;
import org.cotangent.train.data.BatchSource;
import org.cotangent.train.data.Batches;
import org.cotangent.train.data.DataLoader;
import org.cotangent.train.metric.Accuracy;
import org.cotangent.train.metric.MeanLoss;
import org.cotangent.train.metric.Metric;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the trainer does, and that it goes on where it stood. */
class TrainerTest {
    private static final int EPOCHS = 3;
    private static final int STEPS = EPOCHS * TinyRun.BATCHES;

    private final Cotangent cotangent = Cotangent.load();

    @TempDir
    Path folder;

    /** Ends training after so many steps, as a crash would. */
    private record Crash(long step) implements TrainingListener {
        @Override
        public void stepped(StepReport report) {
            if (report.step() == step) {
                throw new IllegalStateException("crash");
            }
        }
    }

    private static void assertSame(SafeTensors expected, SafeTensors actual, String message) {
        assertEquals(expected.metadata(), actual.metadata(), message);
        assertEquals(expected.tensors().keySet(), actual.tensors().keySet(), message);
        expected.tensors().forEach((name, tensor) -> {
            Tensor other = Objects.requireNonNull(actual.tensors().get(name));
            assertEquals(-1, tensor.segment().mismatch(other.segment()), message + ": " + name);
        });
    }

    private SafeTensors run(Path checkpoints, int workers) {
        try (Training training = TinyRun.training(cotangent)) {
            History history = TinyRun.trainer(training, new CheckpointStore(checkpoints, 2))
                    .fit(EPOCHS, TinyRun.loader(workers));
            SafeTensors result = TinyRun.result(training, history);
            return new SafeTensors(Copies.of(result.tensors()), result.metadata());
        }
    }

    private void crash(Path checkpoints, long step, int workers) {
        try (Training training = TinyRun.training(cotangent)) {
            Trainer trainer = TinyRun.trainer(training, new CheckpointStore(checkpoints, 2))
                    .listen(new Crash(step));
            assertThrows(IllegalStateException.class, () -> trainer.fit(EPOCHS, TinyRun.loader(workers)));
        }
    }

    @Test
    void aRunThatBreaksOffAnywhereEndsLikeOneThatDoesNot() {
        SafeTensors expected = run(folder.resolve("whole"), 1);
        for (long step = 1; step <= STEPS; step++) {
            Path checkpoints = folder.resolve("broken" + step);
            crash(checkpoints, step, (int) (step % 3));
            SafeTensors actual = run(checkpoints, (int) (step % 4));
            assertSame(expected, actual, "broken off after step " + step);
            assertSame(expected, run(checkpoints, 1), "a complete run has nothing to do");
        }
    }

    @Test
    void aRunGoesOnFromTheLastGoodCheckpoint() throws IOException {
        SafeTensors expected = run(folder.resolve("whole"), 1);
        Path checkpoints = folder.resolve("damaged");
        crash(checkpoints, 18, 1);
        CheckpointStore store = new CheckpointStore(checkpoints, 2);
        assertEquals(List.of(15L, 12L), store.steps(), "every 5 steps, and at the end of the epoch");
        Path last = checkpoints.resolve("step-000000000015.safetensors");
        byte[] bytes = Files.readAllBytes(last);
        bytes[bytes.length - 1] ^= 1;
        Files.write(last, bytes);
        assertSame(expected, run(checkpoints, 2), "from step 12");
    }

    @Test
    void checkpointsOfAnotherRunAreRefused() {
        run(folder, 1);
        try (Training training = TinyRun.training(cotangent)) {
            Trainer trainer = TinyRun.trainer(training, new CheckpointStore(folder, 2));
            DataLoader other = TinyRun.loader(1).withShuffling(18);
            CotangentException e = assertThrows(CotangentException.class, () -> trainer.fit(EPOCHS, other));
            String message = String.valueOf(e.getMessage());
            assertTrue(message.contains("seed 17") && message.contains("seed 18"), message);
            assertTrue(message.contains(folder.toString()), message);
            assertEquals(0, training.count(), "nothing was restored");
        }
    }

    @Test
    void aRunCanBeMadeLonger() {
        SafeTensors expected = run(folder.resolve("whole"), 1);
        Path checkpoints = folder.resolve("longer");
        try (Training training = TinyRun.training(cotangent)) {
            TinyRun.trainer(training, new CheckpointStore(checkpoints, 2)).fit(1, TinyRun.loader(1));
            assertEquals(TinyRun.BATCHES, training.count());
        }
        assertSame(expected, run(checkpoints, 1), "one epoch, then the others");
    }

    @Test
    void theHistoryIsThatOfTheSteps() {
        List<StepReport> steps = new ArrayList<>();
        List<EpochReport> epochs = new ArrayList<>();
        try (Training training = TinyRun.training(cotangent)) {
            History history = new Trainer(training, step -> 0.1 / (step + 1))
                    .validate(Validation.of(DataLoader.of(TinyRun.data(), 10), new Accuracy(), new MeanLoss()))
                    .listen(new TrainingListener() {
                        @Override
                        public void stepped(StepReport step) {
                            steps.add(step);
                        }

                        @Override
                        public void epochEnded(EpochReport epoch, History soFar) {
                            epochs.add(epoch);
                            assertEquals(epochs, soFar.epochs());
                        }
                    })
                    .fit(2, TinyRun.loader(1));
            assertEquals(epochs, history.epochs());
            assertEquals(2 * TinyRun.BATCHES, steps.size());
            StepReport last = steps.getLast();
            assertEquals(
                    new StepReport(1, 2, 11, OptionalInt.of(12), 24, 1, last.loss(), last.gradientNorm(), 0.1 / 24),
                    last);
            double mean = steps.stream()
                    .limit(12)
                    .mapToDouble(StepReport::loss)
                    .average()
                    .orElseThrow();
            assertEquals(mean, history.losses()[0], 1e-9);
            assertEquals(12, history.epochs().getFirst().steps());
            assertEquals(
                    List.of("accuracy", "loss"),
                    List.copyOf(epochs.getFirst().metrics().keySet()));
            assertEquals(2, history.metric("accuracy").length);
            assertFalse(history.stoppedEarly());
            assertEquals(OptionalInt.empty(), history.best());
        }
    }

    @Test
    void listsOfBatchesAreEnough() {
        try (Training training = TinyRun.training(cotangent)) {
            List<Batch> batches = new ArrayList<>();
            try (Batches all = TinyRun.loader(0).epoch(0)) {
                all.forEach(batches::add);
            }
            double[] losses = new Trainer(training, step -> 0.05, null)
                    .fit(12, epoch -> batches)
                    .losses();
            assertTrue(losses[11] < 0.7 * losses[0], losses[0] + " to " + losses[11]);
            assertEquals(
                    Double.NaN,
                    new Trainer(training, step -> 0.05)
                            .fit(1, epoch -> List.of())
                            .losses()[0]);
        }
    }

    /** A metric whose figures are given. */
    private record Scripted(List<Double> figures, List<Integer> asked, boolean increases) implements Metric {
        @Override
        public String name() {
            return "figure";
        }

        @Override
        public Accumulator start() {
            asked.add(asked.size());
            double figure = figures.get(asked.size() - 1);
            return new Accumulator() {
                @Override
                public void add(Tensor output, Tensor targets, double loss) {}

                @Override
                public double value() {
                    return figure;
                }
            };
        }
    }

    @Test
    void trainingStopsWhenNothingIsGainedAndTheBestStateReturns() {
        List<Double> figures = List.of(Double.NaN, 0.5, 0.7, 0.705, 0.6, Double.NaN, 0.9);
        Map<Integer, Map<String, Tensor>> states = new LinkedHashMap<>();
        try (Training training = TinyRun.training(cotangent)) {
            History history = new Trainer(training, step -> 0.01)
                    .validate(Validation.of(
                            DataLoader.of(TinyRun.data(), 45), new Scripted(figures, new ArrayList<>(), true)))
                    .stopEarly(new EarlyStopping("figure", 3, 0.01, true))
                    .listen(new TrainingListener() {
                        @Override
                        public void epochEnded(EpochReport epoch, History soFar) {
                            states.put(epoch.epoch(), Copies.of(training.state()));
                        }
                    })
                    .fit(20, TinyRun.loader(1));
            assertTrue(history.stoppedEarly());
            assertEquals(6, history.epochs().size());
            assertEquals(OptionalInt.of(2), history.best());
            assertEquals(3 * TinyRun.BATCHES, training.count());
            Objects.requireNonNull(states.get(2))
                    .forEach((name, tensor) -> assertArrayEquals(
                            tensor.toDoubles(),
                            Objects.requireNonNull(training.state().get(name)).toDoubles()));
        }
    }

    @Test
    void smallerMayBeBetterAndTheBestCheckpointStays() {
        List<Double> figures = List.of(3.0, 1.0, 2.0, 2.0, 2.0);
        CheckpointStore store = new CheckpointStore(folder, 1);
        Scripted scripted = new Scripted(figures, new ArrayList<>(), false);
        for (int run = 0; run < 2; run++) {
            try (Training training = TinyRun.training(cotangent)) {
                History history = new Trainer(training, step -> 0.01)
                        .validate(Validation.of(DataLoader.of(TinyRun.data(), 45), scripted))
                        .stopEarly(EarlyStopping.on("figure", 3))
                        .checkpoint(store, 0)
                        .fit(20, TinyRun.loader(1));
                assertEquals(5, history.epochs().size());
                assertEquals(OptionalInt.of(1), history.best());
                assertEquals(List.of(5L * TinyRun.BATCHES, 2L * TinyRun.BATCHES), store.steps());
                assertEquals(2 * TinyRun.BATCHES, training.count(), "also when a stopped run is started again");
            }
        }
        assertEquals(5, scripted.asked().size(), "the second run measures nothing");
    }

    @Test
    void aRuleWithoutItsFigureIsRefused() {
        try (Training training = TinyRun.training(cotangent)) {
            Trainer trainer = new Trainer(training, step -> 0.01).stopEarly(EarlyStopping.on("F1", 3));
            assertThrows(CotangentException.class, () -> trainer.fit(1, TinyRun.loader(1)));
            trainer.validate(Validation.of(TinyRun.loader(1), new Accuracy()));
            CotangentException e = assertThrows(CotangentException.class, () -> trainer.fit(1, TinyRun.loader(1)));
            assertTrue(String.valueOf(e.getMessage()).contains("[accuracy]"), e.getMessage());
        }
    }

    @Test
    void listenersAreToldOfTheEndAlsoOfAFailure() {
        List<String> told = new ArrayList<>();
        TrainingListener listener = new TrainingListener() {
            @Override
            public void begun(long steps, History history) {
                told.add("begun " + steps + " " + history.epochs().size());
            }

            @Override
            public void ended() {
                told.add("ended");
            }
        };
        try (Training training = TinyRun.training(cotangent)) {
            Trainer trainer =
                    new Trainer(training, step -> 0.01).listen(listener).listen(new Crash(2));
            assertThrows(IllegalStateException.class, () -> trainer.fit(1, TinyRun.loader(1)));
        }
        assertEquals(List.of("begun 0 0", "ended"), told);
    }

    @Test
    void theModelIsMeasuredWithoutChangingIt() {
        try (Training training = TinyRun.training(cotangent);
                Evaluation evaluation = training.evaluation()) {
            BatchSource batches = DataLoader.of(TinyRun.data(), 7);
            Map<String, Tensor> before = Copies.of(training.state());
            double loss = Objects.requireNonNull(
                    evaluation.measure(batches, new MeanLoss()).get("loss"));
            before.forEach((name, tensor) -> assertArrayEquals(
                    tensor.toDoubles(),
                    Objects.requireNonNull(training.state().get(name)).toDoubles()));
            new Trainer(training, step -> 0.05).fit(15, TinyRun.loader(1));
            double after = Objects.requireNonNull(
                    evaluation.measure(batches, new MeanLoss()).get("loss"));
            assertTrue(after < 0.8 * loss, "parameters are those of the moment: " + loss + " to " + after);
            assertThrows(CotangentException.class, () -> evaluation.measure(batches, new MeanLoss(), new MeanLoss()));
        }
    }
}
