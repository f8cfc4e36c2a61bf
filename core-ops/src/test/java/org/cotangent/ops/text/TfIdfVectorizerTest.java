package org.cotangent.ops.text;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.cotangent.ops.Calls;
import org.cotangent.spi.AttributeException;
import org.cotangent.spi.TypeException;
import org.cotangent.spi.op.Attribute;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;
import org.junit.jupiter.api.Test;

class TfIdfVectorizerTest {
    private final Calls calls = new Calls();

    /** The pool holds the tokens 1 and 2, the pair (1 2) and the triple (2 2 1), in columns 1, 0, 3 and 2. */
    private static Attributes attributes(String mode, int shortest, int longest, int skips) {
        return Attributes.of("mode", mode)
                .with("min_gram_length", shortest)
                .with("max_gram_length", longest)
                .with("max_skip_count", skips)
                .with("ngram_counts", 0, 2, 4)
                .with("ngram_indexes", 1, 0, 3, 2)
                .with("pool_int64s", 1, 2, 1, 2, 2, 2, 1)
                .with("weights", new Attribute.OfFloats(List.of(10f, 20f, 30f, 40f)));
    }

    private float[] run(Attributes attributes, Tensor x) {
        return calls.run("TfIdfVectorizer", attributes, x).toFloats();
    }

    @Test
    void countsWhatItFinds() {
        Tensor x = Tensor.vector(1L, 2, 2, 1, 2);
        assertArrayEquals(new float[] {3, 2, 1, 2}, run(attributes("TF", 1, 3, 0), x));
        assertArrayEquals(new float[] {0, 0, 0, 2}, run(attributes("TF", 2, 2, 0), x));
        assertArrayEquals(new float[] {3, 2, 1, 3}, run(attributes("TF", 1, 3, 1), x));
    }

    @Test
    void weightsBelongToNGrams() {
        Tensor x = Tensor.vector(1L, 2, 2, 1, 2);
        assertArrayEquals(new float[] {60, 20, 40, 60}, run(attributes("TFIDF", 1, 3, 0), x));
        assertArrayEquals(new float[] {20, 10, 40, 30}, run(attributes("IDF", 1, 3, 0), x));
    }

    @Test
    void rowsAreSequencesOfTheirOwn() {
        Tensor x = Tensor.of(DType.INT32, new double[] {1, 2, 2, 1}, 2, 2);
        assertArrayEquals(new float[] {0, 0, 0, 1, 0, 0, 0, 0}, run(attributes("TF", 2, 3, 3), x));
        assertArrayEquals(new float[4], run(attributes("TF", 1, 3, 0), Tensor.vector(new long[0])));
    }

    @Test
    void poolAndInputAreOfOneKind() {
        Tensor words = Tensor.of(new String[] {"1"}, 1);
        assertThrows(TypeException.class, () -> run(attributes("TF", 1, 1, 0), words));
        assertThrows(AttributeException.class, () -> run(attributes("tf", 1, 1, 0), Tensor.vector(1L)));
        assertThrows(
                AttributeException.class,
                () -> run(attributes("TF", 1, 1, 0).with("ngram_indexes", 0, 1, 2, 3, 4), Tensor.vector(1L)));
    }
}
