/** Normalisations by mean and variance: of rows, of channels, of batches. */
@NullMarked
package org.cotangent.ops.internal.normalization;

import org.jspecify.annotations.NullMarked;
