/** Reductions along any axes: operators, kernels, accumulators, derivatives. */
@NullMarked
package org.cotangent.ops.internal.reduce;

import org.jspecify.annotations.NullMarked;
