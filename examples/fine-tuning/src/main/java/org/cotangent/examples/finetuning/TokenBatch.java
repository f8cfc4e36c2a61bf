package org.cotangent.examples.finetuning;

import java.util.LinkedHashMap;
import java.util.SequencedMap;
import org.cotangent.spi.tensor.Tensor;

/**
 * Tokenised texts as a BERT model takes them: three int64 tensors of shape [texts, tokens].
 *
 * @param inputIds the tokens
 * @param attentionMask 1 where there is a token, 0 where there is padding
 * @param tokenTypeIds 0 everywhere, for every row is one text and not a pair
 */
public record TokenBatch(Tensor inputIds, Tensor attentionMask, Tensor tokenTypeIds) {

    static TokenBatch of(long[] inputIds, long[] attentionMask, int rows, int columns) {
        return new TokenBatch(
                Tensor.of(inputIds, rows, columns),
                Tensor.of(attentionMask, rows, columns),
                Tensor.of(new long[rows * columns], rows, columns));
    }

    public int rows() {
        return (int) inputIds.size(0);
    }

    public int columns() {
        return (int) inputIds.size(1);
    }

    /** The tensors under the names and in the order of the inputs of {@link SentenceEncoder#MODEL}. */
    public SequencedMap<String, Tensor> inputs() {
        SequencedMap<String, Tensor> inputs = new LinkedHashMap<>();
        inputs.put("input_ids", inputIds);
        inputs.put("attention_mask", attentionMask);
        inputs.put("token_type_ids", tokenTypeIds);
        return inputs;
    }
}
