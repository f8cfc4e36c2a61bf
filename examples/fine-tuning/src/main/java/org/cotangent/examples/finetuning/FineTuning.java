package org.cotangent.examples.finetuning;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.cotangent.examples.finetuning.IntentExample.Split;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.train.Batch;
import org.cotangent.train.GradientClip;
import org.cotangent.train.Model;
import org.cotangent.train.Trainer;
import org.cotangent.train.Training;
import org.cotangent.train.TrainingStep;
import org.cotangent.train.loss.SoftmaxCrossEntropy;
import org.cotangent.train.optim.AdamW;
import org.cotangent.train.schedule.Schedule;

/** Makes a classifier of intents out of the sentence encoder. */
final class FineTuning {
    static final String LOGITS = "logits";

    private static final int BATCH = 16;
    private static final long SEED = 17;
    private static final int HEAD_EPOCHS = 40;
    private static final int EPOCHS = 12;

    private final Model model;
    private final IntentDataset data;
    private final Function<List<String>, TokenBatch> encoding;

    FineTuning(Model encoder, IntentDataset data, Function<List<String>, TokenBatch> encoding) {
        this.data = data;
        this.encoding = encoding;
        int intents = data.intents().size();
        this.model = encoder.attach(LOGITS, SEED, (head, f) -> {
            Value tokens = head.value(SentenceEncoder.TOKEN_EMBEDDINGS);
            return head.linear("head", head.meanPooling(tokens, head.value("attention_mask")), intents);
        });
    }

    /** {@return the encoder with a head that has learnt nothing yet} */
    Model untrained() {
        return model;
    }

    /** {@return the model whose head alone was trained} */
    Model trainHead(PrintStream progress) {
        return train(model.train("head.*"), HEAD_EPOCHS, step -> 3e-3, progress);
    }

    /** {@return the model of which the last two layers and the head were trained} */
    Model fineTune(PrintStream progress) {
        int steps = EPOCHS * Math.ceilDiv(data.examples(Split.TRAIN).size(), BATCH);
        Schedule rate = step -> 4e-4 * Math.min(1, (step + 1) / 20.0) * (1 - 0.95 * step / steps);
        return train(model.train("encoder?layer.4?**", "encoder?layer.5?**", "head.*"), EPOCHS, rate, progress);
    }

    private Model train(Model chosen, int epochs, Schedule rate, PrintStream progress) {
        TrainingStep.Recipe recipe = new TrainingStep.Recipe(
                LOGITS, new SoftmaxCrossEntropy(), AdamW.decaying(0.01), GradientClip.at(1), chosen.trained());
        try (Training training = chosen.train(recipe)) {
            new Trainer(training, rate, progress)
                    .fit(epochs, epoch -> batches(data.shuffled(Split.TRAIN, SEED + epoch)));
            return chosen.withParameters(training.parameters());
        }
    }

    private List<Batch> batches(List<IntentExample> examples) {
        List<Batch> batches = new ArrayList<>();
        for (IntentBatch batch : data.batches(examples, BATCH, encoding)) {
            batches.add(new Batch(batch.tokens().inputs(), batch.labels()));
        }
        return batches;
    }

    /** {@return the held-out sentences} */
    List<IntentBatch> heldOut() {
        return data.batches(data.examples(Split.HELD_OUT), BATCH, encoding);
    }

    /** {@return the share of held-out sentences whose intent has the highest score} */
    double accuracy(Model candidate) {
        int hits = 0;
        int count = 0;
        for (IntentBatch batch : heldOut()) {
            Map<String, Tensor> outputs = candidate.predict(batch.tokens().inputs());
            Tensor logits = outputs.get(LOGITS);
            hits += logits == null ? 0 : hits(logits, batch.labels());
            count += batch.tokens().rows();
        }
        return (double) hits / count;
    }

    /** {@return how many rows have their highest score at the label} */
    static int hits(Tensor logits, Tensor labels) {
        int classes = (int) logits.size(1);
        int hits = 0;
        for (int row = 0; row < labels.elements(); row++) {
            int best = 0;
            for (int c = 1; c < classes; c++) {
                if (logits.getDouble((long) row * classes + c) > logits.getDouble((long) row * classes + best)) {
                    best = c;
                }
            }
            hits += best == labels.getLong(row) ? 1 : 0;
        }
        return hits;
    }
}
