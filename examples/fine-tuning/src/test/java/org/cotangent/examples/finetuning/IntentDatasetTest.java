package org.cotangent.examples.finetuning;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.HashSet;
import java.util.List;
import java.util.stream.IntStream;
import org.cotangent.examples.finetuning.IntentExample.Split;
import org.junit.jupiter.api.Test;

class IntentDatasetTest {
    private static final WordPieceTokenizer TOKENIZER = SentenceEncoder.tokenizer();

    private final IntentDataset data = new IntentDataset(IntStream.range(0, 50)
            .mapToObj(i -> new IntentExample(
                    i % 5 == 0 ? Split.HELD_OUT : Split.TRAIN, "intent " + i % 3, "family " + i % 5, "sentence " + i))
            .toList());

    @Test
    void shufflingIsAPermutationThatTheSeedDetermines() {
        List<IntentExample> once = data.shuffled(Split.TRAIN, 7);
        assertEquals(once, data.shuffled(Split.TRAIN, 7));
        assertNotEquals(once, data.shuffled(Split.TRAIN, 8));
        assertNotEquals(once, data.examples(Split.TRAIN));
        assertEquals(new HashSet<>(data.examples(Split.TRAIN)), new HashSet<>(once));
        assertEquals(40, once.size());
    }

    @Test
    void batchesCoverTheExamplesInOrderWithTheirLabels() {
        List<IntentExample> examples = data.shuffled(Split.TRAIN, 1);
        List<IntentBatch> batches = data.batches(examples, 16, texts -> TOKENIZER.encode(texts, 32));
        assertEquals(
                List.of(16, 16, 8),
                batches.stream().map(batch -> batch.tokens().rows()).toList());
        for (int b = 0; b < batches.size(); b++) {
            List<IntentExample> rows = examples.subList(16 * b, Math.min(16 * b + 16, examples.size()));
            assertArrayEquals(
                    TOKENIZER
                            .encode(rows.stream().map(IntentExample::sentence).toList(), 32)
                            .inputIds()
                            .toLongs(),
                    batches.get(b).tokens().inputIds().toLongs());
            assertEquals(
                    rows.stream().map(IntentExample::intent).toList(),
                    IntStream.range(0, rows.size())
                            .mapToLong(batches.get(b).labels()::getLong)
                            .mapToObj(label -> data.intents().get((int) label))
                            .toList());
        }
    }

    @Test
    void fixedLengthGivesEveryBatchOneShape() {
        List<IntentBatch> batches =
                data.batches(data.examples(Split.TRAIN), 8, texts -> TOKENIZER.encodeFixed(texts, 12));
        assertEquals(
                1,
                batches.stream()
                        .map(batch -> batch.tokens().inputIds().type())
                        .distinct()
                        .count());
    }

    @Test
    void anEmptyBatchIsRefused() {
        assertThrows(
                IllegalArgumentException.class,
                () -> data.batches(data.examples(Split.TRAIN), 0, texts -> TOKENIZER.encode(texts, 32)));
    }
}
