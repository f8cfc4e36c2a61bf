/** Losses: how far outputs are from targets. */
@NullMarked
package org.cotangent.train.loss;

import org.jspecify.annotations.NullMarked;
