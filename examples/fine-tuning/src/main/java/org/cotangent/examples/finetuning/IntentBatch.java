package org.cotangent.examples.finetuning;

import org.cotangent.spi.tensor.Tensor;

/**
 * One step's worth of examples.
 *
 * @param tokens the sentences, one per row
 * @param labels int64 [rows]: for each row the index of its intent in {@link IntentDataset#intents()}
 */
public record IntentBatch(TokenBatch tokens, Tensor labels) {}
