package org.cotangent.ops.internal.text;

import java.util.Map;
import java.util.TreeMap;
import org.cotangent.spi.tensor.Tensor;

/**
 * A set of n-grams as a tree: every path from the root spells the beginning of one.
 *
 * <p>Tokens are numbered; a step of the tree is looked up by the pair of node and token.
 */
final class NGrams {
    static final int NONE = -1;
    static final int ROOT = 0;

    private final Vocabulary tokens;
    private final Map<Long, Integer> growing = new TreeMap<>();
    private final int[] gramAt;
    private final Vocabulary steps;
    private final int[] targets;
    private int nodes = 1;

    /**
     * @param pool the tokens of all n-grams, one n-gram after the other
     * @param starts where in the pool each n-gram begins
     * @param lengths how many tokens each n-gram has; those of length 0 are left out
     */
    NGrams(Tensor pool, int[] starts, int[] lengths) {
        tokens = new Vocabulary(pool);
        Map<Integer, Integer> ends = new TreeMap<>();
        for (int gram = 0; gram < starts.length; gram++) {
            int node = ROOT;
            for (int k = 0; k < lengths[gram]; k++) {
                node = growing.computeIfAbsent(step(node, tokens.find(pool, starts[gram] + k)), s -> nodes++);
            }
            ends.put(node, gram);
        }
        gramAt = new int[nodes];
        for (int node = 0; node < nodes; node++) {
            gramAt[node] = node == ROOT ? NONE : ends.getOrDefault(node, NONE);
        }
        long[] keys = growing.keySet().stream().mapToLong(Long::longValue).toArray();
        targets = growing.values().stream().mapToInt(Integer::intValue).toArray();
        steps = new Vocabulary(Tensor.of(keys, keys.length));
    }

    private static long step(int node, int token) {
        return (long) node << 32 | token;
    }

    /** {@return the number of an element among the tokens, or {@link #NONE}} */
    int token(Tensor x, long i) {
        return tokens.find(x, i);
    }

    /** {@return the node to which a token leads, or {@link #NONE}} */
    int child(int node, int token) {
        int place = token < 0 ? NONE : steps.find(step(node, token));
        return place < 0 ? NONE : targets[place];
    }

    /** {@return the n-gram that ends at the node, or {@link #NONE}} */
    int gram(int node) {
        return gramAt[node];
    }
}
