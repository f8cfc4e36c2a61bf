package org.cotangent.examples.finetuning;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.cotangent.examples.finetuning.IntentExample.Split;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The encoder as it comes, run by ONNX Runtime. */
class FrozenEncoderTest {
    private static final WordPieceTokenizer TOKENIZER = SentenceEncoder.tokenizer();

    @TempDir
    static Path folder;

    private static OnnxRuntimeModel model;

    @BeforeAll
    static void open() {
        Path file = folder.resolve(SentenceEncoder.MODEL);
        SentenceEncoder.copyModel(file);
        model = OnnxRuntimeModel.open(file);
    }

    @AfterAll
    static void close() {
        model.close();
    }

    /** Mean over the tokens of each row, padding excluded, scaled to length one. */
    private static double[][] embed(TokenBatch batch) {
        float[] tokens =
                model.run(batch.inputs(), SentenceEncoder.TOKEN_EMBEDDINGS).toFloats();
        double[][] rows = new double[batch.rows()][SentenceEncoder.WIDTH];
        for (int r = 0; r < rows.length; r++) {
            for (int t = 0; t < batch.columns(); t++) {
                int token = r * batch.columns() + t;
                for (int i = 0; i < SentenceEncoder.WIDTH; i++) {
                    rows[r][i] += batch.attentionMask().getLong(token) * tokens[token * SentenceEncoder.WIDTH + i];
                }
            }
            double norm = Math.sqrt(DoubleStream.of(rows[r]).map(v -> v * v).sum());
            rows[r] = DoubleStream.of(rows[r]).map(v -> v / norm).toArray();
        }
        return rows;
    }

    private static double cosine(double[] left, double[] right) {
        return IntStream.range(0, left.length)
                .mapToDouble(i -> left[i] * right[i])
                .sum();
    }

    @Test
    void meaningIsNearAndPaddingIsInvisible() {
        List<String> texts = List.of("A man is eating food.", "A man eats something.", "The girl plays the violin.");
        double[][] rows = embed(TOKENIZER.encode(texts, 64));
        double[][] padded = embed(TOKENIZER.encodeFixed(texts, 64));
        for (int r = 0; r < rows.length; r++) {
            assertArrayEquals(rows[r], padded[r], 1e-5);
        }
        assertTrue(cosine(rows[0], rows[1]) > 0.6);
        assertTrue(cosine(rows[0], rows[2]) < 0.2);
    }

    @Test
    void aLinearClassifierOnFrozenEmbeddingsLearnsTheIntentsButNotWell() {
        IntentDataset data = IntentFile.bundled();
        IntentBatch train = all(data, Split.TRAIN);
        IntentBatch heldOut = all(data, Split.HELD_OUT);
        double[][] trainRows = embed(train.tokens());
        double[][] heldOutRows = embed(heldOut.tokens());
        for (double decay : new double[] {1e-3, 1e-4}) {
            LogisticRegression baseline = new LogisticRegression(data.intents().size(), SentenceEncoder.WIDTH);
            baseline.fit(trainRows, train.labels(), decay);
            double accuracy = baseline.accuracy(heldOutRows, heldOut.labels());
            assertTrue(accuracy >= 0.70 && accuracy <= 0.88, () -> "decay " + decay + ": " + accuracy);
            assertTrue(baseline.accuracy(trainRows, train.labels()) > accuracy);
        }
    }

    private static IntentBatch all(IntentDataset data, Split split) {
        List<IntentExample> examples = data.examples(split);
        return data.batches(examples, examples.size(), texts -> TOKENIZER.encode(texts, 64))
                .getFirst();
    }
}
