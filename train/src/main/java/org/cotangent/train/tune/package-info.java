/** What fine-tuning does beside changing weights: normalisation by batches, dropout, low-rank adapters. */
@NullMarked
package org.cotangent.train.tune;

import org.jspecify.annotations.NullMarked;
