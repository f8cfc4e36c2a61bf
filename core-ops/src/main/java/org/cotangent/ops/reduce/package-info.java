/** Operators along axes: reductions, extremal indices, cumulation and softmax. */
@NullMarked
package org.cotangent.ops.reduce;

import org.jspecify.annotations.NullMarked;
