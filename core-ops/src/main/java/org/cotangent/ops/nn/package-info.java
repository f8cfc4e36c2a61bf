/** Neural network operators: products, convolutions, pooling, normalisation, attention. */
@NullMarked
package org.cotangent.ops.nn;

import org.jspecify.annotations.NullMarked;
