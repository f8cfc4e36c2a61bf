package org.cotangent.ops.internal.text;

import java.util.Arrays;
import java.util.List;
import org.cotangent.spi.AttributeException;
import org.cotangent.spi.backend.Bindings;
import org.cotangent.spi.backend.Kernel;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.tensor.Tensor;

/** Counts n-grams, row by row. */
public final class TfIdfKernel implements Kernel {
    private final int shortest;
    private final int longest;
    private final long skips;
    private final boolean once;
    private final int[] columns;
    private final float[] weights;
    private final NGrams grams;
    private final float[] counts;
    private int[] tokens = new int[0];

    /** @param width the number of columns of the output */
    public TfIdfKernel(Attributes attributes, int width) {
        shortest = (int) attributes.integer("min_gram_length");
        longest = (int) attributes.integer("max_gram_length");
        skips = attributes.integer("max_skip_count");
        String mode = attributes.text("mode");
        once = mode.equals("IDF");
        columns = Arrays.stream(attributes.integers("ngram_indexes"))
                .mapToInt(Math::toIntExact)
                .toArray();
        counts = new float[width];
        weights = new float[width];
        Arrays.fill(weights, 1);
        if (attributes.has("weights") && !mode.equals("TF")) {
            List<Float> given = attributes.reals("weights");
            if (given.size() != columns.length) {
                throw new AttributeException(
                        "there are " + given.size() + " weights for " + columns.length + " n-grams: each needs one");
            }
            for (int gram = 0; gram < columns.length; gram++) {
                weights[columns[gram]] = given.get(gram);
            }
        }
        grams = grams(pool(attributes), attributes.integers("ngram_counts"));
    }

    private static Tensor pool(Attributes attributes) {
        if (attributes.has("pool_strings")) {
            String[] words = attributes.texts("pool_strings").toArray(String[]::new);
            return Tensor.of(words, words.length);
        }
        return Tensor.vector(attributes.integers("pool_int64s"));
    }

    private NGrams grams(Tensor pool, long[] begins) {
        int[] starts = new int[columns.length];
        int[] lengths = new int[columns.length];
        int gram = 0;
        for (int n = 1; n <= begins.length; n++) {
            long end = n < begins.length ? begins[n] : pool.elements();
            if (begins[n - 1] < 0 || begins[n - 1] > end || end > pool.elements()) {
                throw new AttributeException("ngram_counts " + Arrays.toString(begins)
                        + " must be places in the pool of " + pool.elements() + " tokens, in ascending order");
            }
            for (long at = begins[n - 1]; at + n <= end && gram < columns.length; at += n) {
                starts[gram] = (int) at;
                lengths[gram++] = n >= shortest && n <= longest ? n : 0;
            }
        }
        if (gram < columns.length) {
            throw new AttributeException("ngram_indexes holds " + columns.length
                    + " numbers, but ngram_counts and the pool describe only " + gram + " n-grams");
        }
        return new NGrams(pool, starts, lengths);
    }

    @Override
    public void run(Bindings io) {
        Tensor x = io.input(0);
        int rows = (int) (x.rank() == 2 ? x.size(0) : 1);
        int length = rows == 0 ? 0 : (int) (x.elements() / rows);
        if (tokens.length < length) {
            tokens = new int[length];
        }
        for (int row = 0; row < rows; row++) {
            for (int i = 0; i < length; i++) {
                tokens[i] = grams.token(x, (long) row * length + i);
            }
            Arrays.fill(counts, 0);
            count(length);
            write(io.output(0), (long) row * counts.length);
        }
    }

    /** Single tokens are the same whatever is skipped: they are counted once. */
    private void count(int length) {
        for (int distance = 1; distance <= skips + 1; distance++) {
            int from = distance > 1 ? Math.max(2, shortest) : shortest;
            for (int start = 0; start + (long) distance * (from - 1) < length; start++) {
                int node = NGrams.ROOT;
                long item = start;
                for (int n = 1; n <= longest && item < length && node != NGrams.NONE; n++) {
                    node = grams.child(node, tokens[(int) item]);
                    int gram = node == NGrams.NONE || n < from ? NGrams.NONE : grams.gram(node);
                    if (gram != NGrams.NONE) {
                        counts[columns[gram]]++;
                    }
                    item += distance;
                }
            }
        }
    }

    private void write(Tensor output, long at) {
        for (int i = 0; i < counts.length; i++) {
            float count = once ? Math.min(1, counts[i]) : counts[i];
            output.setDouble(at + i, count * weights[i]);
        }
    }
}
