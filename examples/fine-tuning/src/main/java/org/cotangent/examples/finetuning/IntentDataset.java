package org.cotangent.examples.finetuning;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import org.cotangent.examples.finetuning.IntentExample.Split;
import org.cotangent.spi.tensor.Tensor;

/** Labelled sentences, split into those to learn from and those to judge by. Read by {@link IntentFile}. */
public final class IntentDataset {
    private final List<IntentExample> examples;
    private final List<String> intents;

    public IntentDataset(List<IntentExample> examples) {
        this.examples = List.copyOf(examples);
        this.intents =
                examples.stream().map(IntentExample::intent).distinct().sorted().toList();
    }

    /** The classes in alphabetical order; the label of a class is its index here. */
    public List<String> intents() {
        return intents;
    }

    /** The examples of one split, in the order of the file. */
    public List<IntentExample> examples(Split split) {
        return examples.stream().filter(example -> example.split() == split).toList();
    }

    /** The examples of one split in an order that the seed determines. */
    public List<IntentExample> shuffled(Split split, long seed) {
        List<IntentExample> shuffled = new ArrayList<>(examples(split));
        Collections.shuffle(shuffled, new Random(seed));
        return shuffled;
    }

    /**
     * Cuts examples into batches, keeping their order; the last batch may have fewer rows.
     *
     * @param encoding from sentences to tokens, such as {@code texts -> tokenizer.encode(texts, 64)}
     */
    public List<IntentBatch> batches(
            List<IntentExample> examples, int batchSize, Function<List<String>, TokenBatch> encoding) {
        if (batchSize < 1) {
            throw new IllegalArgumentException("batchSize " + batchSize + " < 1");
        }
        List<IntentBatch> batches = new ArrayList<>();
        for (int from = 0; from < examples.size(); from += batchSize) {
            List<IntentExample> rows = examples.subList(from, Math.min(from + batchSize, examples.size()));
            TokenBatch tokens =
                    encoding.apply(rows.stream().map(IntentExample::sentence).toList());
            batches.add(new IntentBatch(tokens, labels(rows)));
        }
        return batches;
    }

    private Tensor labels(List<IntentExample> rows) {
        return Tensor.vector(
                rows.stream().mapToLong(row -> intents.indexOf(row.intent())).toArray());
    }
}
